-- A person takes over: tickets, the topics of the support group, what was said, and who is who. Times are Unix
-- milliseconds.

-- Tickets, numbered per bot. `state` is `waiting`, `taken` or `ended`; `ended_by` says how. `waiting_since` is
-- nothing while staff wait for the customer. `rating` is 1 or 0.
CREATE TABLE tickets (
    bot TEXT NOT NULL,
    number BIGINT NOT NULL,
    conversation TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    holder TEXT,
    holder_name TEXT,
    opened_at BIGINT NOT NULL,
    waiting_since BIGINT,
    answered_at BIGINT,
    first_reply_at BIGINT,
    taken_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    rating BIGINT,
    rating_asked BIGINT NOT NULL,
    reminded BIGINT NOT NULL,
    language_told BIGINT NOT NULL,
    PRIMARY KEY (bot, number)
);
CREATE INDEX tickets_conversation ON tickets (bot, conversation, number);
CREATE INDEX tickets_open ON tickets (bot, opened_at, number) WHERE state <> 'ended';
CREATE INDEX tickets_ended ON tickets (ended_at) WHERE ended_at IS NOT NULL;

-- The topic of each customer in the support group. `topic` is nothing where the group has no topics, or the topic
-- has yet to be opened (again). `card` is the message with the state of things. `name` and `icon` are what the topic
-- shows; `closed` is 1 when it is closed.
CREATE TABLE desk_topics (
    bot TEXT NOT NULL,
    conversation TEXT NOT NULL,
    desk TEXT NOT NULL,
    topic BIGINT,
    name TEXT NOT NULL,
    icon TEXT NOT NULL,
    card BIGINT,
    closed BIGINT NOT NULL,
    PRIMARY KEY (bot, conversation)
);
CREATE INDEX desk_topics_topic ON desk_topics (bot, desk, topic);

-- Which message at the customer's side is which message at the desk's, in both directions; several may be one.
-- `writer` is `customer`, `staff` or `bot`. A message of the bot's at the desk alone has no `customer_message`. The
-- id is made of the pair, so that it stands here once.
CREATE TABLE desk_copies (
    id TEXT NOT NULL PRIMARY KEY,
    bot TEXT NOT NULL,
    conversation TEXT NOT NULL,
    writer TEXT NOT NULL,
    customer_message BIGINT,
    desk TEXT NOT NULL,
    desk_message BIGINT,
    at BIGINT NOT NULL
);
CREATE INDEX desk_copies_customer ON desk_copies (bot, conversation, customer_message);
CREATE INDEX desk_copies_desk ON desk_copies (bot, desk, desk_message);
CREATE INDEX desk_copies_at ON desk_copies (at);

-- What was said while a ticket was open, its secrets masked. `speaker` is `customer`, `staff`, `bot` or `note`.
CREATE TABLE desk_lines (
    id TEXT NOT NULL PRIMARY KEY,
    bot TEXT NOT NULL,
    conversation TEXT NOT NULL,
    ticket BIGINT NOT NULL,
    at BIGINT NOT NULL,
    speaker TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX desk_lines_conversation ON desk_lines (bot, conversation, at, id);
CREATE INDEX desk_lines_at ON desk_lines (at);

-- Customers whose messages do not go to staff.
CREATE TABLE desk_bans (
    bot TEXT NOT NULL,
    conversation TEXT NOT NULL,
    at BIGINT NOT NULL,
    banned_by TEXT NOT NULL,
    PRIMARY KEY (bot, conversation)
);

-- Who has written in the support group: staff.
CREATE TABLE desk_agents (
    bot TEXT NOT NULL,
    agent TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (bot, agent)
);
CREATE INDEX desk_agents_seen ON desk_agents (seen_at);

-- Questions whose answer by staff may become an article, every digit masked. The id is a hash of ticket and question.
CREATE TABLE desk_gaps (
    id TEXT NOT NULL PRIMARY KEY,
    bot TEXT NOT NULL,
    ticket BIGINT NOT NULL,
    at BIGINT NOT NULL,
    language TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL
);
CREATE INDEX desk_gaps_ticket ON desk_gaps (bot, ticket);
CREATE INDEX desk_gaps_at ON desk_gaps (at);

-- What was asked lately and what was answered, as JSON, apart from the session: it is forgotten after a day.
ALTER TABLE sessions ADD COLUMN story TEXT;
ALTER TABLE sessions ADD COLUMN story_at BIGINT;
CREATE INDEX sessions_story ON sessions (story_at) WHERE story_at IS NOT NULL;
