CREATE TABLE `ballots` (
	`session_id` text NOT NULL,
	`item_id` text NOT NULL,
	`round` integer NOT NULL,
	`stage` integer NOT NULL,
	`seat` text NOT NULL,
	`answer` text NOT NULL,
	`reason` text,
	`clause` text,
	`nonce` text NOT NULL,
	`cast_at` integer NOT NULL,
	PRIMARY KEY(`session_id`, `item_id`, `round`, `stage`, `seat`),
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `session_cases` (
	`session_id` text NOT NULL,
	`case_id` text NOT NULL,
	PRIMARY KEY(`session_id`, `case_id`),
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`case_id`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `session_cases_case` ON `session_cases` (`case_id`);--> statement-breakpoint
CREATE TABLE `session_seats` (
	`session_id` text NOT NULL,
	`user_id` text NOT NULL,
	`seat` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`session_id`, `user_id`),
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `session_seats_user` ON `session_seats` (`user_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`title` text NOT NULL,
	`scheduled_at` integer NOT NULL,
	`opened_at` integer,
	`closed_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_project` ON `sessions` (`project_id`,`scheduled_at`);