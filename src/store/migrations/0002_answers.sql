-- Answers that wait for more words, and answers that change with their question. Times are Unix
-- milliseconds.

-- An entry is not carried before this time, and until then it may be withdrawn.
ALTER TABLE outbox ADD COLUMN held_until BIGINT;

-- Which message of the bot answers which message of a customer, for some days.
CREATE TABLE answers (
    bot TEXT NOT NULL,
    conversation TEXT NOT NULL,
    question BIGINT NOT NULL,
    answer BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (bot, conversation, question)
);
CREATE INDEX answers_at ON answers (at);

-- The last question of a conversation, as JSON, apart from its session: it is forgotten much sooner.
ALTER TABLE sessions ADD COLUMN question TEXT;
ALTER TABLE sessions ADD COLUMN question_at BIGINT;
CREATE INDEX sessions_question ON sessions (question_at) WHERE question_at IS NOT NULL;
