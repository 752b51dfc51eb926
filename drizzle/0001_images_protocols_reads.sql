CREATE TABLE `cases` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`study_id` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`look_reason` text NOT NULL,
	`context` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`study_id`) REFERENCES `studies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cases_number` ON `cases` (`project_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `cases_study` ON `cases` (`study_id`);--> statement-breakpoint
CREATE TABLE `frames` (
	`instance_id` text NOT NULL,
	`number` integer NOT NULL,
	`offset` integer NOT NULL,
	`length` integer NOT NULL,
	`sha256` text NOT NULL,
	`geometry` text,
	PRIMARY KEY(`instance_id`, `number`),
	FOREIGN KEY (`instance_id`) REFERENCES `instances`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`by` text,
	`at` integer NOT NULL,
	`summary` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `imports_project` ON `imports` (`project_id`);--> statement-breakpoint
CREATE TABLE `instances` (
	`id` text PRIMARY KEY NOT NULL,
	`series_id` text NOT NULL,
	`sop` text NOT NULL,
	`sop_class` text NOT NULL,
	`instance_number` integer,
	`rows` integer NOT NULL,
	`columns` integer NOT NULL,
	`frames` integer NOT NULL,
	`frame_syntax` text NOT NULL,
	`blob` text NOT NULL,
	`geometry` text NOT NULL,
	`metadata` text NOT NULL,
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `instances_sop` ON `instances` (`sop`);--> statement-breakpoint
CREATE INDEX `instances_series` ON `instances` (`series_id`);--> statement-breakpoint
CREATE TABLE `series` (
	`id` text PRIMARY KEY NOT NULL,
	`study_id` text NOT NULL,
	`uid` text NOT NULL,
	`modality` text NOT NULL,
	`number` integer,
	`label` text NOT NULL,
	FOREIGN KEY (`study_id`) REFERENCES `studies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `series_uid` ON `series` (`study_id`,`uid`);--> statement-breakpoint
CREATE TABLE `studies` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`uid` text NOT NULL,
	`patient_key` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `studies_uid` ON `studies` (`project_id`,`uid`);--> statement-breakpoint
CREATE TABLE `protocol_versions` (
	`protocol_id` text NOT NULL,
	`version` integer NOT NULL,
	`hash` text NOT NULL,
	`content` text NOT NULL,
	`published_at` integer NOT NULL,
	`published_by` text NOT NULL,
	PRIMARY KEY(`protocol_id`, `version`),
	FOREIGN KEY (`protocol_id`) REFERENCES `protocols`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`published_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `protocols` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `protocols_project` ON `protocols` (`project_id`);--> statement-breakpoint
CREATE TABLE `reads` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`user_id` text,
	`slot_label` text,
	`slot_source` text,
	`round` integer NOT NULL,
	`protocol_id` text NOT NULL,
	`protocol_version` integer NOT NULL,
	`protocol_hash` text NOT NULL,
	`blinding` text NOT NULL,
	`raters` text NOT NULL,
	`state` text NOT NULL,
	`assigned_at` integer NOT NULL,
	`submitted_at` integer,
	`content` text,
	`content_hash` text,
	`journal_seq` integer,
	FOREIGN KEY (`case_id`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reads_person` ON `reads` (`case_id`,`user_id`,`round`);--> statement-breakpoint
CREATE INDEX `reads_user` ON `reads` (`user_id`,`state`);