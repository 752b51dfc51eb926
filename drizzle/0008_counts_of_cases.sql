CREATE TABLE `case_counts` (
	`project_id` text NOT NULL,
	`state` text NOT NULL,
	`reads` integer NOT NULL,
	`reads_in` integer NOT NULL,
	`cases` integer NOT NULL,
	PRIMARY KEY(`project_id`, `state`, `reads`, `reads_in`)
);
--> statement-breakpoint
DROP INDEX `cases_reads`;--> statement-breakpoint
CREATE INDEX `cases_unread` ON `cases` (`project_id`,`state`,`reads`,`number`);--> statement-breakpoint
CREATE INDEX `reads_excused` ON `reads` (`case_id`) WHERE state = 'excused';