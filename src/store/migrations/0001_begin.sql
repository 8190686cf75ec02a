-- What a store holds from the beginning. Times are Unix milliseconds.

-- The memory of each conversation, as JSON.
CREATE TABLE sessions (
    bot TEXT NOT NULL,
    conversation TEXT NOT NULL,
    session TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (bot, conversation)
);
CREATE INDEX sessions_updated ON sessions (updated_at);

-- The updates that were received, for some days.
CREATE TABLE seen (
    bot TEXT NOT NULL,
    update_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (bot, update_id)
);
CREATE INDEX seen_at ON seen (at);

-- What came of each turn. The confidence is in per mille; the question stands only in the rows of
-- those that were not answered, its digits masked.
CREATE TABLE journal (
    id TEXT NOT NULL PRIMARY KEY,
    bot TEXT NOT NULL,
    conversation TEXT,
    at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    language TEXT,
    article TEXT,
    confidence BIGINT,
    question TEXT,
    note TEXT
);
CREATE INDEX journal_at ON journal (bot, at);
CREATE INDEX journal_unanswered ON journal (bot, at) WHERE question IS NOT NULL;

-- Where deliveries go, one row each, kept for good because of the counter. `due_at` is when the
-- destination may be claimed next: when its oldest entry is due or, while it is leased, when the
-- lease ends; nothing when no entry waits. `lease` counts the leases, so that a late worker can be
-- told from the present one.
CREATE TABLE destinations (
    bot TEXT NOT NULL,
    destination TEXT NOT NULL,
    next_position BIGINT NOT NULL,
    due_at BIGINT,
    leased_by TEXT,
    lease BIGINT NOT NULL,
    PRIMARY KEY (bot, destination)
);
CREATE INDEX destinations_due ON destinations (bot, due_at) WHERE due_at IS NOT NULL;

-- What is to be delivered, in the order of the positions.
CREATE TABLE outbox (
    bot TEXT NOT NULL,
    destination TEXT NOT NULL,
    position BIGINT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    failing_since BIGINT,
    last_error TEXT,
    PRIMARY KEY (bot, destination, position)
);
