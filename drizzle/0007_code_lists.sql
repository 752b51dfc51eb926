CREATE TABLE `code_lists` (
	`project_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`codes` text NOT NULL,
	`kept_at` integer NOT NULL,
	`kept_by` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`kept_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
