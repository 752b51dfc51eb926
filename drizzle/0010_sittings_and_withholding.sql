CREATE TABLE `read_sittings` (
	`read_id` text NOT NULL,
	`sitting` text NOT NULL,
	`active_seconds` integer NOT NULL,
	`idle_seconds` integer NOT NULL,
	PRIMARY KEY(`read_id`, `sitting`),
	FOREIGN KEY (`read_id`) REFERENCES `reads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `withholding_stops` (
	`project_id` text NOT NULL,
	`user_id` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`project_id`, `user_id`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
