CREATE TABLE `case_flags` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`read_id` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`at` integer NOT NULL,
	`settled_at` integer,
	`settlement` text,
	FOREIGN KEY (`case_id`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`read_id`) REFERENCES `reads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_flags_case` ON `case_flags` (`case_id`);--> statement-breakpoint
ALTER TABLE `reads` ADD `active_seconds` integer;--> statement-breakpoint
ALTER TABLE `reads` ADD `idle_seconds` integer;