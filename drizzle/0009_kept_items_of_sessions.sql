CREATE TABLE `session_items` (
	`session_id` text NOT NULL,
	`item_id` text NOT NULL,
	`case_id` text NOT NULL,
	`about` text NOT NULL,
	`sealed` integer NOT NULL,
	PRIMARY KEY(`session_id`, `item_id`),
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`case_id`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `session_items` (`session_id`, `item_id`, `case_id`, `about`, `sealed`)
SELECT
	s.`id`,
	json_extract(i.`value`, '$.id'),
	json_extract(i.`value`, '$.case'),
	(SELECT json_group_array(json_extract(r.`value`, CASE json_type(i.`value`, '$.finding') WHEN 'null' THEN '$.read' ELSE '$.lesion.id' END))
		FROM json_each(i.`value`, '$.reads') r
		WHERE json_type(i.`value`, '$.finding') = 'null' OR json_extract(r.`value`, '$.lesion.id') IS NOT NULL),
	EXISTS (SELECT 1 FROM `ledger` e
		WHERE e.`stream` = l.`stream` AND e.`type` = 'sealed' AND json_extract(e.`payload`, '$.item') = json_extract(i.`value`, '$.id'))
FROM `sessions` s
JOIN `ledger` l ON l.`stream` = 'session:' || s.`id` AND l.`type` = 'session-scheduled'
JOIN json_each(l.`payload`, '$.items') i;
