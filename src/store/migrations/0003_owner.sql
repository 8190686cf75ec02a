-- Who manages the bot and who sells, and what the owner sets from Telegram. Times are Unix
-- milliseconds.

-- Owners and sellers: `role` is `owner` or `seller`; an owner's `shop` is empty. A row is granted to
-- a conversation, since that is all the bot knows of a person. `granted_by` is the conversation whose
-- link was used; nothing for the command line.
CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    bot TEXT NOT NULL,
    conversation TEXT NOT NULL,
    role TEXT NOT NULL,
    shop TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    granted_by TEXT,
    UNIQUE (bot, conversation, role, shop)
);

-- One-time links, by the hash of their payload: the payload itself is not kept. `bot` is empty for
-- one that was made without knowing the bot. `role` is `owner`, `seller` or `group`.
CREATE TABLE invitations (
    hash TEXT NOT NULL PRIMARY KEY,
    bot TEXT NOT NULL,
    role TEXT NOT NULL,
    shop TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    used_by TEXT
);
CREATE INDEX invitations_expiry ON invitations (expires_at);

-- Notices. The texts are a JSON object by language; `concern` is JSON, too.
CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY,
    bot TEXT NOT NULL,
    texts TEXT NOT NULL,
    concern TEXT NOT NULL,
    until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL
);
CREATE INDEX notices_until ON notices (bot, until);

-- What the owner has set, and what the bot has learnt of itself, one value per name.
CREATE TABLE options (
    bot TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (bot, name)
);

-- What retention looks for.
CREATE INDEX journal_age ON journal (at);
