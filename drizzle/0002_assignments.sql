CREATE TABLE `batch_readers` (
	`batch_id` text NOT NULL,
	`user_id` text NOT NULL,
	`open` integer NOT NULL,
	`submitted` integer NOT NULL,
	PRIMARY KEY(`batch_id`, `user_id`),
	FOREIGN KEY (`batch_id`) REFERENCES `read_batches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `batch_readers_user` ON `batch_readers` (`user_id`);--> statement-breakpoint
CREATE TABLE `read_batches` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`due_at` integer,
	`veiled` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `read_batches_project` ON `read_batches` (`project_id`);--> statement-breakpoint
CREATE TABLE `reader_profiles` (
	`project_id` text NOT NULL,
	`user_id` text NOT NULL,
	`institution` text NOT NULL,
	`expertise` text NOT NULL,
	PRIMARY KEY(`project_id`, `user_id`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `reads` ADD `batch_id` text REFERENCES read_batches(id);--> statement-breakpoint
ALTER TABLE `reads` ADD `place` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `reads` ADD `kind` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `reads` ADD `repeats` text REFERENCES reads(id);--> statement-breakpoint
ALTER TABLE `reads` ADD `ended_at` integer;--> statement-breakpoint
ALTER TABLE `reads` ADD `ended_because` text;--> statement-breakpoint
CREATE INDEX `reads_worklist` ON `reads` (`user_id`,`batch_id`,`state`,`place`,`id`);--> statement-breakpoint
CREATE INDEX `cases_state` ON `cases` (`project_id`,`state`,`number`);--> statement-breakpoint
INSERT INTO `read_batches` (`id`, `project_id`, `name`, `veiled`, `created_at`)
	SELECT p.`id`, p.`id`, 'Single reads', 0, p.`created_at` FROM `projects` p
	WHERE EXISTS (SELECT 1 FROM `cases` c JOIN `reads` r ON r.`case_id` = c.`id` WHERE c.`project_id` = p.`id` AND r.`user_id` IS NOT NULL);--> statement-breakpoint
UPDATE `reads` SET
	`batch_id` = (SELECT c.`project_id` FROM `cases` c WHERE c.`id` = `reads`.`case_id`),
	`place` = (SELECT c.`number` FROM `cases` c WHERE c.`id` = `reads`.`case_id`)
	WHERE `user_id` IS NOT NULL;--> statement-breakpoint
INSERT INTO `batch_readers` (`batch_id`, `user_id`, `open`, `submitted`)
	SELECT `batch_id`, `user_id`, SUM(`state` = 'draft'), SUM(`state` = 'submitted') FROM `reads`
	WHERE `user_id` IS NOT NULL GROUP BY `batch_id`, `user_id`;
