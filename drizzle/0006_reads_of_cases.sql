ALTER TABLE `cases` ADD `reads` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `cases` ADD `reads_in` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `cases_reads` ON `cases` (`project_id`,`state`,`reads`,`reads_in`);--> statement-breakpoint
UPDATE `cases` SET
	`reads` = (SELECT COUNT(*) FROM `reads` r WHERE r.`case_id` = `cases`.`id` AND r.`state` IN ('draft', 'submitted')),
	`reads_in` = (SELECT COUNT(*) FROM `reads` r WHERE r.`case_id` = `cases`.`id` AND r.`state` = 'submitted');
