-- Orders, who may see them, and who wants to hear of them. Times are Unix milliseconds. What stands for a
-- telephone number, a buyer or a code is a keyed hash.

-- Orders as a source told them, as JSON; what is looked for stands in columns of its own. Two shops may have an
-- order of the same number. `known_at` is the age of the data: older data never replaces newer. `changed_at` is
-- when the status became what it is, by the store's clock. `import` names the import that wrote the row last: the
-- rows of one file are joined.
CREATE TABLE orders (
    number TEXT NOT NULL,
    shop TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT,
    buyer TEXT,
    known_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    import TEXT,
    PRIMARY KEY (number, shop)
);
CREATE INDEX orders_buyer ON orders (buyer, created_at) WHERE buyer IS NOT NULL;
CREATE INDEX orders_changed ON orders (changed_at);
CREATE INDEX orders_known ON orders (known_at);

-- How fresh each shop's orders are: the newest data that was imported, when that was done last, and when the
-- shop's sellers were told last that it is old.
CREATE TABLE order_freshness (
    shop TEXT NOT NULL PRIMARY KEY,
    newest_at BIGINT NOT NULL,
    imported_at BIGINT NOT NULL,
    told_at BIGINT
);

-- Which conversation has proven which order.
CREATE TABLE order_links (
    bot TEXT NOT NULL,
    conversation TEXT NOT NULL,
    number TEXT NOT NULL,
    shop TEXT NOT NULL,
    proven_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (bot, conversation, number, shop)
);
CREATE INDEX order_links_ended ON order_links (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX order_links_order ON order_links (number, shop);

-- Wrong tries to prove an order, for a day. `number` is a hash: the order may exist or not.
CREATE TABLE order_tries (
    id TEXT NOT NULL PRIMARY KEY,
    bot TEXT NOT NULL,
    conversation TEXT NOT NULL,
    number TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX order_tries_conversation ON order_tries (bot, conversation, at);
CREATE INDEX order_tries_number ON order_tries (number, at);
CREATE INDEX order_tries_at ON order_tries (at);

-- One-time codes that prove an order, by their hash.
CREATE TABLE order_codes (
    hash TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    shop TEXT NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    used_by TEXT
);
CREATE INDEX order_codes_expiry ON order_codes (expires_at);

-- Who is told of what becomes of an order: `buyer` is told of every change and reminded before the time to pay
-- runs out, `seller` is warned when it must not be shipped any more. `status` is the one that they know of.
-- `look_at` is when it is to be looked up again, for sources that have to be asked.
CREATE TABLE order_watches (
    bot TEXT NOT NULL,
    conversation TEXT NOT NULL,
    number TEXT NOT NULL,
    shop TEXT NOT NULL,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    until BIGINT NOT NULL,
    look_at BIGINT NOT NULL,
    reminded_at BIGINT,
    PRIMARY KEY (bot, conversation, number, shop, role)
);
CREATE INDEX order_watches_until ON order_watches (until);
CREATE INDEX order_watches_look ON order_watches (bot, look_at);
CREATE INDEX order_watches_order ON order_watches (number, shop);

-- The tokens of a platform's interface for one app and shop. A refresh replaces both at once. `origin` is a hash
-- of the tokens in the settings that these grew from; until `claimed_until` one process renews them.
CREATE TABLE platform_tokens (
    platform TEXT NOT NULL,
    app TEXT NOT NULL,
    origin TEXT NOT NULL,
    access_token TEXT NOT NULL,
    access_expires_at BIGINT NOT NULL,
    refresh_token TEXT NOT NULL,
    refresh_expires_at BIGINT NOT NULL,
    claimed_until BIGINT,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (platform, app)
);

-- Which notifications of a platform were received, for some days.
CREATE TABLE platform_notifications (
    platform TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (platform, id)
);
CREATE INDEX platform_notifications_at ON platform_notifications (at);
