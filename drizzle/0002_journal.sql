CREATE TABLE `client_binding` (
	`document` text NOT NULL,
	`client` integer NOT NULL,
	`user` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`document`, `client`)
);
--> statement-breakpoint
CREATE TABLE `journal` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`document` text NOT NULL,
	`user` text NOT NULL,
	`at` integer NOT NULL,
	`data` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `journal_document` ON `journal` (`document`,`seq`);--> statement-breakpoint
CREATE TABLE `keyframe` (
	`document` text PRIMARY KEY NOT NULL,
	`up_to` integer NOT NULL,
	`data` blob NOT NULL
);
