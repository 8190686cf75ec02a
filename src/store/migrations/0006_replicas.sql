-- reads: 5
-- What several replicas of one bot share. Times are Unix milliseconds, by the database's clock.

-- What only one of them does at a time, and who does it until when.
CREATE TABLE leases (
    bot TEXT NOT NULL,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (bot, name)
);

-- What Telegram may be sent: when each budget is whole again.
CREATE TABLE budgets (
    bot TEXT NOT NULL,
    name TEXT NOT NULL,
    whole_at BIGINT NOT NULL,
    PRIMARY KEY (bot, name)
);
CREATE INDEX budgets_whole ON budgets (whole_at);

-- Who waits for the budget of a group, for how many messages, and when it is their turn.
CREATE TABLE places (
    bot TEXT NOT NULL,
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    messages BIGINT NOT NULL,
    turn_at BIGINT NOT NULL,
    PRIMARY KEY (bot, name, place)
);
