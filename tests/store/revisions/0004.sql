-- An archive as revision 0004 left it, with the episodes of tests/episodes.py in it.
pragma application_id = 1886348385;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE ingests (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	command TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	finished_at TEXT, 
	inserted INTEGER NOT NULL, 
	updated INTEGER NOT NULL, 
	unchanged INTEGER NOT NULL, 
	failed INTEGER NOT NULL, 
	version TEXT NOT NULL
, removed INTEGER DEFAULT '0' NOT NULL);
CREATE TABLE people (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	href TEXT, name_key TEXT, image_url TEXT, 
	CONSTRAINT uq_people_href UNIQUE (href), 
	CONSTRAINT uq_people_slug UNIQUE (slug)
);
CREATE TABLE podcasts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	slug TEXT NOT NULL, 
	title TEXT NOT NULL, 
	author TEXT, 
	description TEXT, 
	language TEXT, 
	link TEXT, guid TEXT, image_url TEXT, copyright TEXT, license TEXT, license_url TEXT, explicit BOOLEAN, categories TEXT, tags TEXT, origins TEXT, 
	CONSTRAINT uq_podcasts_slug UNIQUE (slug)
);
CREATE TABLE episodes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	podcast_id INTEGER, 
	slug TEXT NOT NULL, 
	title TEXT, 
	description TEXT, 
	published TEXT, 
	published_at TEXT, 
	published_precision TEXT, 
	season INTEGER, 
	number FLOAT, 
	language TEXT, 
	link TEXT, 
	duration_ms INTEGER, 
	derivation TEXT NOT NULL, guessed TEXT, subtitle TEXT, description_type TEXT, kind TEXT, image_url TEXT, explicit BOOLEAN, tags TEXT, origins TEXT, speech_ms INTEGER, known_ms INTEGER, 
	CONSTRAINT ck_episodes_published_precision CHECK (published_precision in ('year', 'month', 'day', 'second')), 
	CONSTRAINT fk_episodes_podcast_id_podcasts FOREIGN KEY(podcast_id) REFERENCES podcasts (id) ON DELETE RESTRICT, 
	CONSTRAINT uq_episodes_slug UNIQUE (slug)
);
CREATE TABLE corrections (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	episode_id INTEGER NOT NULL, 
	at_ms INTEGER, 
	words TEXT NOT NULL, 
	speaker TEXT, 
	origin TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	undone_at TEXT, 
	undone_by TEXT, 
	CONSTRAINT ck_corrections_undone_by CHECK (undone_by in ('person', 'file')), 
	CONSTRAINT fk_corrections_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE RESTRICT
);
CREATE TABLE source_bytes (
	source_id INTEGER NOT NULL, 
	data BLOB NOT NULL, 
	CONSTRAINT pk_source_bytes PRIMARY KEY (source_id), 
	CONSTRAINT fk_source_bytes_source_id_sources FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE
);
CREATE TABLE transcripts (
	id INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	recording_id INTEGER NOT NULL, 
	origin TEXT, 
	timed BOOLEAN NOT NULL, 
	has_speakers BOOLEAN NOT NULL, 
	preferred BOOLEAN NOT NULL, 
	cues INTEGER NOT NULL, 
	words INTEGER NOT NULL, language TEXT, flags TEXT, 
	CONSTRAINT pk_transcripts PRIMARY KEY (id), 
	CONSTRAINT fk_transcripts_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE, 
	CONSTRAINT fk_transcripts_recording_id_recordings FOREIGN KEY(recording_id) REFERENCES recordings (id) ON DELETE CASCADE, 
	CONSTRAINT fk_transcripts_source_id_sources FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE
);
CREATE TABLE warnings (
	id INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	correction_id INTEGER, 
	code TEXT NOT NULL, 
	place TEXT NOT NULL, 
	message TEXT NOT NULL, 
	CONSTRAINT pk_warnings PRIMARY KEY (id), 
	CONSTRAINT fk_warnings_correction_id_corrections FOREIGN KEY(correction_id) REFERENCES corrections (id) ON DELETE CASCADE, 
	CONSTRAINT fk_warnings_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE
);
CREATE TABLE "chapters" (
	id INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	start_ms INTEGER, 
	given_ms INTEGER, 
	end_ms INTEGER, 
	end_kind TEXT, 
	title TEXT, 
	href TEXT, 
	image_url TEXT, 
	CONSTRAINT pk_chapters PRIMARY KEY (id), 
	CONSTRAINT fk_chapters_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE, 
	CONSTRAINT uq_chapters_episode_id_place UNIQUE (episode_id, place), 
	CONSTRAINT ck_chapters_end_kind CHECK (end_kind in ('given', 'next', 'duration', 'words'))
);
CREATE TABLE "recordings" (
	id INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	url TEXT, 
	mime_type TEXT, 
	duration_ms INTEGER, size INTEGER, title TEXT, 
	CONSTRAINT pk_recordings PRIMARY KEY (id), 
	CONSTRAINT fk_recordings_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE, 
	CONSTRAINT ck_recordings_kind CHECK (kind in ('youtube', 'audio', 'video', 'file', 'unknown'))
);
CREATE TABLE "utterances" (
	id INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	chapter_id INTEGER, 
	start_ms INTEGER, 
	person_id INTEGER, 
	text TEXT NOT NULL, 
	speaker_id INTEGER, 
	podcast_id INTEGER, 
	turn INTEGER, 
	end_ms INTEGER, 
	timing TEXT, 
	marks TEXT NOT NULL, 
	words INTEGER NOT NULL, 
	method TEXT, 
	confidence FLOAT, 
	word_confidence FLOAT, 
	source_start INTEGER NOT NULL, 
	source_end INTEGER NOT NULL, 
	CONSTRAINT pk_utterances PRIMARY KEY (id), 
	CONSTRAINT fk_utterances_podcast_id_podcasts FOREIGN KEY(podcast_id) REFERENCES podcasts (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_utterances_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_utterances_person_id_people FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_utterances_chapter_id_chapters FOREIGN KEY(chapter_id) REFERENCES chapters (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_utterances_timing CHECK (timing in ('given', 'derived', 'interpolated')), 
	CONSTRAINT fk_utterances_speaker_id_speakers FOREIGN KEY(speaker_id) REFERENCES speakers (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_utterances_method CHECK (method in ('printed', 'overlap', 'corrected'))
);
CREATE TABLE fingerprints (
	value INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	CONSTRAINT pk_fingerprints PRIMARY KEY (value, episode_id), 
	CONSTRAINT fk_fingerprints_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE
);
CREATE TABLE "speakers" (
	id INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	person_id INTEGER, 
	label TEXT NOT NULL, 
	kind TEXT DEFAULT 'name' NOT NULL, 
	role TEXT, 
	description TEXT, 
	method TEXT NOT NULL, 
	confidence FLOAT NOT NULL, 
	talk_ms INTEGER, 
	turns INTEGER NOT NULL, 
	words INTEGER NOT NULL, 
	name TEXT, 
	name_key TEXT, 
	href TEXT, 
	image_url TEXT, questions INTEGER, interruptions INTEGER, longest_ms INTEGER, longest_start_ms INTEGER, 
	CONSTRAINT pk_speakers PRIMARY KEY (id), 
	CONSTRAINT fk_speakers_person_id_people FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_speakers_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE, 
	CONSTRAINT ck_speakers_kind CHECK (kind in ('name', 'anonymous', 'group', 'sound')), 
	CONSTRAINT ck_speakers_method CHECK (method in ('declared', 'printed', 'alias', 'first name', 'overlap', 'corrected'))
);
CREATE TABLE "identifiers" (
	id INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	scheme TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_identifiers PRIMARY KEY (id), 
	CONSTRAINT uq_identifiers_scheme_value_episode_id UNIQUE (scheme, value, episode_id), 
	CONSTRAINT fk_identifiers_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE
);
CREATE TABLE "sources" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	episode_id INTEGER, 
	podcast_id INTEGER, 
	uri TEXT NOT NULL, 
	format TEXT NOT NULL, 
	reader TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	encoding TEXT, 
	size INTEGER NOT NULL, 
	added_at TEXT NOT NULL, 
	superseded_at TEXT, 
	left_at TEXT, 
	CONSTRAINT fk_sources_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sources_podcast_id_podcasts FOREIGN KEY(podcast_id) REFERENCES podcasts (id) ON DELETE CASCADE, 
	CONSTRAINT ck_sources_belongs CHECK (episode_id is null or podcast_id is null)
);
CREATE TABLE clock_maps (
	id INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	from_recording_id INTEGER NOT NULL, 
	to_recording_id INTEGER NOT NULL, 
	pieces TEXT NOT NULL, 
	matches INTEGER NOT NULL, 
	covered FLOAT NOT NULL, 
	to_covered FLOAT NOT NULL, 
	median_error_ms INTEGER NOT NULL, 
	p95_error_ms INTEGER NOT NULL, 
	CONSTRAINT pk_clock_maps PRIMARY KEY (id), 
	CONSTRAINT fk_clock_maps_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE, 
	CONSTRAINT fk_clock_maps_from_recording_id_recordings FOREIGN KEY(from_recording_id) REFERENCES recordings (id) ON DELETE CASCADE, 
	CONSTRAINT fk_clock_maps_to_recording_id_recordings FOREIGN KEY(to_recording_id) REFERENCES recordings (id) ON DELETE CASCADE
);
CREATE TABLE links (
	id INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	url TEXT NOT NULL, 
	mime_type TEXT, 
	language TEXT, 
	rel TEXT, 
	CONSTRAINT pk_links PRIMARY KEY (id), 
	CONSTRAINT ck_links_kind CHECK (kind in ('transcript', 'chapters')), 
	CONSTRAINT fk_links_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE
);
CREATE TABLE soundbites (
	id INTEGER NOT NULL, 
	episode_id INTEGER NOT NULL, 
	start_ms INTEGER NOT NULL, 
	duration_ms INTEGER NOT NULL, 
	title TEXT, 
	CONSTRAINT pk_soundbites PRIMARY KEY (id), 
	CONSTRAINT fk_soundbites_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE
);
CREATE TABLE person_aliases (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	href TEXT, 
	podcast_slug TEXT, 
	episode_slug TEXT, 
	person_name TEXT NOT NULL, 
	person_href TEXT, 
	made_at TEXT NOT NULL, 
	undone_at TEXT, 
	CONSTRAINT ck_person_aliases_kind CHECK (kind in ('alias', 'merge', 'split', 'rename'))
);
CREATE TABLE episode_decisions (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	scheme TEXT NOT NULL, 
	value TEXT NOT NULL, 
	other_scheme TEXT NOT NULL, 
	other_value TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	undone_at TEXT, 
	CONSTRAINT ck_episode_decisions_kind CHECK (kind in ('merge', 'split'))
);
CREATE TABLE feeds (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	podcast_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	url_sha256 TEXT NOT NULL, 
	etag TEXT, 
	last_modified TEXT, 
	sha256 TEXT, 
	status TEXT NOT NULL, 
	problem TEXT, 
	retry_at TEXT, 
	added_at TEXT NOT NULL, 
	changed_at TEXT, 
	CONSTRAINT ck_feeds_status CHECK (status in ('active', 'moved', 'gone')), 
	CONSTRAINT fk_feeds_podcast_id_podcasts FOREIGN KEY(podcast_id) REFERENCES podcasts (id) ON DELETE RESTRICT, 
	CONSTRAINT uq_feeds_url_sha256 UNIQUE (url_sha256)
);
CREATE TABLE former_addresses (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	former_id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	moved_to INTEGER, 
	reason TEXT, 
	since TEXT NOT NULL, 
	CONSTRAINT ck_former_addresses_kind CHECK (kind in ('episode', 'podcast', 'person')), 
	CONSTRAINT uq_former_addresses_kind_former_id UNIQUE (kind, former_id)
);
CREATE TABLE withheld (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	former_address_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	CONSTRAINT ck_withheld_kind CHECK (kind in ('episode', 'podcast', 'person')), 
	CONSTRAINT fk_withheld_former_address_id_former_addresses FOREIGN KEY(former_address_id) REFERENCES former_addresses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_withheld_kind_sha256 UNIQUE (kind, sha256)
);
CREATE TABLE voices (
	episode_id INTEGER NOT NULL, 
	said BLOB NOT NULL, 
	CONSTRAINT pk_voices PRIMARY KEY (episode_id), 
	CONSTRAINT fk_voices_episode_id_episodes FOREIGN KEY(episode_id) REFERENCES episodes (id) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE "utterances_fts" USING FTS5 (
    "text",
    tokenize='porter unicode61 remove_diacritics 2 tokenchars ''+#''',
    content="utterances"
);
CREATE INDEX ix_people_name ON people (name);
CREATE INDEX ix_episodes_podcast_id_episodes_published ON episodes (podcast_id, published);
CREATE INDEX ix_episodes_published ON episodes (published);
CREATE INDEX ix_corrections_episode_id ON corrections (episode_id);
CREATE INDEX ix_transcripts_episode_id ON transcripts (episode_id);
CREATE INDEX ix_transcripts_recording_id ON transcripts (recording_id);
CREATE INDEX ix_transcripts_source_id ON transcripts (source_id);
CREATE INDEX ix_warnings_correction_id ON warnings (correction_id);
CREATE INDEX ix_warnings_episode_id ON warnings (episode_id);
CREATE INDEX ix_recordings_episode_id ON recordings (episode_id);
CREATE INDEX ix_utterances_podcast_id ON utterances (podcast_id);
CREATE INDEX ix_utterances_chapter_id ON utterances (chapter_id);
CREATE INDEX ix_utterances_person_id ON utterances (person_id);
CREATE INDEX ix_utterances_speaker_id ON utterances (speaker_id);
CREATE INDEX ix_utterances_episode_id_utterances_start_ms ON utterances (episode_id, start_ms);
CREATE INDEX ix_fingerprints_episode_id ON fingerprints (episode_id);
CREATE UNIQUE INDEX ix_podcasts_guid ON podcasts (guid);
CREATE INDEX ix_podcasts_title ON podcasts (title);
CREATE INDEX ix_people_name_key ON people (name_key);
CREATE INDEX ix_speakers_person_id ON speakers (person_id);
CREATE INDEX ix_speakers_episode_id ON speakers (episode_id);
CREATE INDEX ix_speakers_name_key ON speakers (name_key);
CREATE INDEX ix_speakers_href ON speakers (href);
CREATE INDEX ix_identifiers_episode_id ON identifiers (episode_id);
CREATE INDEX ix_sources_episode_id ON sources (episode_id);
CREATE INDEX ix_sources_current ON sources (uri) WHERE superseded_at is null;
CREATE INDEX ix_sources_podcast_id ON sources (podcast_id);
CREATE INDEX ix_sources_former ON sources (uri) WHERE superseded_at is not null;
CREATE INDEX ix_clock_maps_episode_id ON clock_maps (episode_id);
CREATE INDEX ix_clock_maps_from_recording_id ON clock_maps (from_recording_id);
CREATE INDEX ix_clock_maps_to_recording_id ON clock_maps (to_recording_id);
CREATE INDEX ix_links_episode_id ON links (episode_id);
CREATE INDEX ix_soundbites_episode_id ON soundbites (episode_id);
CREATE INDEX ix_feeds_podcast_id ON feeds (podcast_id);
CREATE INDEX ix_former_addresses_slug ON former_addresses (slug);
CREATE INDEX ix_withheld_former_address_id ON withheld (former_address_id);
insert into alembic_version values ('0004');
insert into ingests values (1, 'ingest', '2026-11-30T09:46:02Z', '2026-11-30T09:46:02Z', 5, 0, 0, 0, '0.1.0', 0);
insert into people values (1, 'ada-lovelace', 'Ada Lovelace', 'https://example.org/ada', 'ada lovelace', NULL);
insert into people values (2, 'john-smith', 'John Smith', 'https://example.org/john-the-baker', 'john smith', NULL);
insert into people values (3, 'john-smith-2', 'John Smith', 'https://example.org/john-the-pilot', 'john smith', NULL);
insert into people values (4, 'grace-hopper', 'Grace Hopper', NULL, 'grace hopper', NULL);
insert into people values (5, 'eve-script-alert-person-script', 'Eve <script>alert("person")</script>', 'javascript:alert(''href'')', 'eve <script>alert("person")</script>', NULL);
insert into podcasts values (1, 'engines-of-thought', 'Engines of Thought', 'Ada Lovelace', NULL, 'en', 'https://example.org/engines', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into podcasts values (2, 'kitchen-cockpit', 'Kitchen & Cockpit', NULL, 'Bread, aircraft and <b>nothing</b> else.', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into podcasts values (3, 'img-src-x-onerror-alert-podcast', '<img src=x onerror=alert("podcast")>', '<i>nobody</i>', NULL, NULL, 'javascript:alert(''podcast'')', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into episodes values (1, 1, 'weighing-engines', 'Weighing engines', 'On engines.
And on weights.', '2026-02-04', NULL, 'day', 1, 1.5, 'en', 'https://example.org/engines/1', 3800000, '{"test": "engines 1"}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 25000, 23500);
insert into episodes values (2, 2, 'bread-at-altitude', 'Bread at altitude', NULL, '2025', NULL, 'year', NULL, NULL, NULL, NULL, NULL, '{"test": "bread 1"}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 13000, 9000);
insert into episodes values (3, NULL, 'letter', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{"test": "untimed 1"}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into episodes values (4, 1, 'who-speaks', 'Who speaks?', NULL, '2026-03', NULL, 'month', NULL, NULL, NULL, NULL, NULL, '{"test": "speakerless 1"}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 6000, 0);
insert into episodes values (5, 3, 'hostile', '<script>alert("title")</script>', '<script>alert("description")</script> javascript:alert(1)', '2024-05-06', NULL, 'day', NULL, NULL, NULL, 'javascript:alert(''episode'')', NULL, '{"test": "hostile 1"}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 6000, 6000);
insert into corrections values (1, 1, 9000, 'Thank you, Ada', 'John Smith', 'engines.corrections.toml', '2026-02-05T10:00:00Z', NULL, NULL);
insert into corrections values (2, 1, 50000, 'words that nobody said', 'Ada Lovelace', 'engines.corrections.toml', '2026-02-05T10:00:00Z', NULL, NULL);
insert into source_bytes values (1, X'785E0B4FCD49CECF4DD55378D4B00C001EAD0523');
insert into source_bytes values (2, X'785E8B4E2DC82CCE4F498D0500123803A2');
insert into source_bytes values (3, X'785E732A4A4D4C51C84B4D4D295678D4B00C002C8E0636');
insert into source_bytes values (4, X'785E7354C8492D29492D5278D4B00C001C6D051A');
insert into source_bytes values (5, X'785E0BC948AD54484ECCC951C82C5178D4B00C003230067C');
insert into source_bytes values (6, X'785EB3294E2ECA2C28B103000DB30310');
insert into transcripts values (1, 1, 1, 1, NULL, 1, 1, 1, 4, 32, NULL, NULL);
insert into transcripts values (2, 2, 3, 2, NULL, 1, 1, 1, 3, 21, NULL, NULL);
insert into transcripts values (3, 3, 4, 3, NULL, 0, 1, 1, 2, 15, NULL, NULL);
insert into transcripts values (4, 4, 5, 4, NULL, 1, 0, 1, 2, 11, NULL, NULL);
insert into transcripts values (5, 5, 6, 5, NULL, 1, 1, 1, 2, 8, NULL, NULL);
insert into warnings values (1, 1, NULL, 'chapter-time', 'line 4', 'the time is printed twice');
insert into warnings values (2, 1, 2, 'correction-lost', 'correction 2', 'no such words near 0:50');
insert into warnings values (3, 5, NULL, 'hostile', '<b>line 1</b>', '<script>alert(1)</script>');
insert into chapters values (1, 1, 1, 0, 0, 15500, 'next', 'Introduction', NULL, NULL);
insert into chapters values (2, 1, 2, 15500, 16000, NULL, NULL, 'Laughter & later', NULL, NULL);
insert into chapters values (3, 4, 1, 2000, 0, 8000, 'words', NULL, NULL, NULL);
insert into chapters values (4, 5, 1, 0, 0, NULL, NULL, '<script>alert("chapter")</script>', NULL, NULL);
insert into recordings values (1, 1, 'youtube', 'https://www.youtube.com/watch?v=engines0001', NULL, NULL, NULL, NULL);
insert into recordings values (2, 2, 'youtube', 'https://www.youtube.com/watch?v=bread000001', NULL, NULL, NULL, NULL);
insert into recordings values (3, 3, 'unknown', NULL, NULL, NULL, NULL, NULL);
insert into recordings values (4, 4, 'youtube', 'https://www.youtube.com/watch?v=nobody00001', NULL, NULL, NULL, NULL);
insert into recordings values (5, 5, 'youtube', 'javascript:alert(''recording'')', NULL, NULL, NULL, NULL);
insert into utterances values (1000001, 1, 1, 0, 1, 'Welcome. Today we weigh intelligence per second against open weights.', 1, 1, 1, 9000, 'derived', '[[0,0],[27,4000]]', 10, 'printed', 1.0, NULL, 0, 1);
insert into utterances values (1000002, 1, 1, 9000, 2, 'Thank you, Ada. A café in C++ is still a cafe.', 2, 1, 2, 15500, 'derived', '[[0,9000]]', 11, 'printed', 1.0, NULL, 2, 3);
insert into utterances values (1000003, 1, 2, 15500, NULL, 'Somebody laughs in the back.', NULL, 1, NULL, 17000, 'derived', '[[0,15500]]', 5, NULL, NULL, NULL, 3, 4);
insert into utterances values (1000004, 1, 2, 3782000, 1, 'Open weights again, an hour later.', 1, 1, 3, 3790000, 'derived', '[[0,3782000]]', 6, 'printed', 1.0, NULL, 4, 5);
insert into utterances values (2000001, 2, NULL, 1000, 3, 'Bread needs open windows and patience.', 3, 2, 1, 5000, 'derived', '[[0,1000]]', 6, 'printed', 1.0, NULL, 0, 1);
insert into utterances values (2000002, 2, NULL, 5000, NULL, 'And weights? Open weights of flour.', 4, 2, 2, 9000, 'derived', '[[0,5000]]', 6, 'printed', 1.0, NULL, 1, 2);
insert into utterances values (2000003, 2, NULL, 9000, 3, 'Don''t forget GPT-4.5 and the flour, said the pilot.', 3, 2, 3, 14000, 'derived', '[[0,9000]]', 9, 'printed', 1.0, NULL, 2, 3);
insert into utterances values (3000001, 3, NULL, NULL, 4, 'A letter read aloud, without a clock.', 6, NULL, 1, NULL, NULL, '[]', 7, 'printed', 1.0, NULL, 0, 1);
insert into utterances values (3000002, 3, NULL, NULL, 4, 'Its reader is known; its time is not.', 6, NULL, 1, NULL, NULL, '[]', 8, 'printed', 1.0, NULL, 1, 2);
insert into utterances values (4000001, 4, 3, 2000, NULL, 'They call it open', NULL, 1, NULL, 4000, 'derived', '[[0,2000]]', 4, NULL, NULL, NULL, 0, 1);
insert into utterances values (4000002, 4, 3, 4000, NULL, 'source software, and nobody says who speaks.', NULL, 1, NULL, 8000, 'derived', '[[0,4000]]', 7, NULL, NULL, NULL, 1, 2);
insert into utterances values (5000001, 5, 4, 0, 5, '<script>alert("utterance")</script> & "quotes"', 7, 3, 1, 4000, 'derived', '[[0,0]]', 3, 'printed', 1.0, NULL, 0, 1);
insert into utterances values (5000002, 5, 4, 4000, 5, '''; drop table utterances; --', 7, 3, 1, 6000, 'derived', '[[0,4000]]', 5, 'printed', 1.0, NULL, 1, 2);
insert into speakers values (1, 1, 1, 'Ada', 'name', 'host', NULL, 'printed', 1.0, 17000, 2, 16, 'Ada Lovelace', 'ada lovelace', 'https://example.org/ada', NULL, NULL, NULL, NULL, NULL);
insert into speakers values (2, 1, 2, 'John Smith', 'name', 'guest', NULL, 'printed', 1.0, 6500, 1, 11, 'John Smith', 'john smith', 'https://example.org/john-the-baker', NULL, NULL, NULL, NULL, NULL);
insert into speakers values (3, 2, 3, 'John Smith', 'name', 'host', NULL, 'printed', 1.0, 9000, 2, 15, 'John Smith', 'john smith', 'https://example.org/john-the-pilot', NULL, NULL, NULL, NULL, NULL);
insert into speakers values (4, 2, NULL, 'SPEAKER_01', 'name', NULL, NULL, 'printed', 1.0, 4000, 1, 6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
insert into speakers values (5, 2, 4, 'Grace Hopper', 'name', 'guest', NULL, 'declared', 1.0, NULL, 0, 0, 'Grace Hopper', 'grace hopper', NULL, NULL, NULL, NULL, NULL, NULL);
insert into speakers values (6, 3, 4, 'Grace Hopper', 'name', NULL, NULL, 'printed', 1.0, NULL, 1, 15, 'Grace Hopper', 'grace hopper', NULL, NULL, NULL, NULL, NULL, NULL);
insert into speakers values (7, 5, 5, '"><script>alert(1)</script>', 'name', '<b>host</b>', NULL, 'printed', 1.0, 6000, 1, 8, 'Eve <script>alert("person")</script>', 'eve <script>alert("person")</script>', 'javascript:alert(''href'')', NULL, NULL, NULL, NULL, NULL);
insert into identifiers values (1, 1, 'youtube', 'engines0001');
insert into identifiers values (2, 1, 'file', '/shows/engines.txt');
insert into identifiers values (3, 2, 'youtube', 'bread000001');
insert into identifiers values (4, 3, 'file', '/shows/letter.txt');
insert into identifiers values (5, 4, 'youtube', 'nobody00001');
insert into identifiers values (6, 5, 'file', '/shows/<script>.txt');
insert into sources values (1, 1, NULL, '/shows/engines.txt', 'youtube_page', 'youtube_page 1', '8bead7c5725dbe4c34effacb9a4736b7e0ed9b5439c5b93f37ab8dceccbffc28', 'utf-8', 12, '2026-11-30T09:46:02Z', NULL, NULL);
insert into sources values (2, 1, NULL, '/shows/engines.words.toml', 'youtube_page', 'youtube_page 1', '76c9aa094571ac037f8e18df74f7b0477beda52797d62096e6d2341e29f83df0', 'utf-8', 9, '2026-11-30T09:46:02Z', NULL, NULL);
insert into sources values (3, 2, NULL, '/shows/bread.txt', 'youtube_page', 'youtube_page 1', 'dfe675421a91ed61697e5ffe9455d13efc91396cec3ab7751e2726aafa5dfa18', 'utf-8', 15, '2026-11-30T09:46:02Z', NULL, NULL);
insert into sources values (4, 3, NULL, '/shows/letter.txt', 'youtube_page', 'youtube_page 1', '5cbecea5adfac2c7aedcadb6e080b570d5ce2a7cbda5cd585dcaa999d62ff68e', 'utf-8', 12, '2026-11-30T09:46:02Z', NULL, NULL);
insert into sources values (5, 4, NULL, '/shows/nobody.txt', 'youtube_page', 'youtube_page 1', 'aedc7c635a9946fbd3982db994883461e0ba395cdae562881a770af36ad4829c', 'utf-8', 16, '2026-11-30T09:46:02Z', NULL, NULL);
insert into sources values (6, 5, NULL, '/shows/<script>.txt', 'youtube_page', 'youtube_page 1', '5b63e5b2097fc6906601e85e381d998a7db971aca73c9213dc2b107ccab734d4', 'utf-8', 8, '2026-11-30T09:46:02Z', NULL, NULL);
insert into voices values (1, X'01020001');
insert into voices values (2, X'010201');
insert into voices values (3, X'0101');
insert into voices values (4, X'0000');
insert into voices values (5, X'0101');
CREATE VIEW said as
select
    utterances.id as id,
    podcasts.title as podcast,
    episodes.title as episode,
    episodes.published as published,
    chapters.title as chapter,
    coalesce(people.name, speakers.label) as speaker,
    speakers.role as role,
    utterances.start_ms as start_ms,
    case when utterances.start_ms is not null then printf(
        '%d:%02d:%02d',
        utterances.start_ms / 3600000, utterances.start_ms / 60000 % 60, utterances.start_ms / 1000 % 60
    ) end as time,
    -- As in `archive.links`: only where `t=` means something, and never a `javascript:` address.
    case when recordings.kind in ('youtube', 'audio', 'video')
        and (recordings.url like 'http://%' or recordings.url like 'https://%')
    then
        recordings.url || case
            when recordings.kind != 'youtube' then '#t='
            when instr(recordings.url, '?') then '&t='
            else '?t='
        end
        || (json_extract(utterances.marks, '$[0][1]') / 1000)
    end as link,
    utterances.text as text,
    utterances.episode_id as episode_id
from utterances
join episodes on episodes.id = utterances.episode_id
left join podcasts on podcasts.id = utterances.podcast_id
left join chapters on chapters.id = utterances.chapter_id
left join speakers on speakers.id = utterances.speaker_id
left join people on people.id = utterances.person_id
left join transcripts on transcripts.episode_id = utterances.episode_id and transcripts.preferred
left join recordings on recordings.id = transcripts.recording_id;
insert into utterances_fts (utterances_fts) values ('rebuild');
