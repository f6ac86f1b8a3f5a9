"""SQL that keeps a closed time limit as it was closed, and every one in the ledger."""

from collections.abc import Sequence

# Everything that says when it was due, when it was done and whether that was late.
FROZEN = (
    "subject_type",
    "subject_id",
    "rule_key",
    "rule_set",
    "organisation_id",
    "started_on",
    "due_on",
    "due_at",
    "late_from",
    "state",
    "closed_at",
)
# Migration 0003 adds which of several it was and the body's own target.
FROZEN_WITH_TARGET = (*FROZEN, "part", "target_from")


def keeping(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The statements by which ``names`` of a closed limit can't be changed, by database."""
    postgresql = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)
    sqlite = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in names)
    return {
        "postgresql": (
            """
            CREATE FUNCTION obligation_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'a closed obligation is kept as it is'
            USING ERRCODE = 'restrict_violation'; END $$
            """,
            f"""
            CREATE TRIGGER obligation_refuse_reopen BEFORE UPDATE ON obligations_obligation
            FOR EACH ROW WHEN (OLD.state <> 'open' AND ({postgresql}))
            EXECUTE FUNCTION obligation_is_kept()
            """,
            """
            CREATE TRIGGER obligation_refuse_delete BEFORE DELETE ON obligations_obligation
            FOR EACH ROW EXECUTE FUNCTION obligation_is_kept()
            """,
        ),
        "sqlite": (
            f"""
            CREATE TRIGGER obligation_refuse_reopen BEFORE UPDATE ON obligations_obligation
            WHEN OLD.state <> 'open' AND ({sqlite})
            BEGIN SELECT RAISE(ABORT, 'a closed obligation is kept as it is'); END
            """,
            """
            CREATE TRIGGER obligation_refuse_delete BEFORE DELETE ON obligations_obligation
            BEGIN SELECT RAISE(ABORT, 'an obligation is kept'); END
            """,
        ),
    }


CREATE = keeping(FROZEN)
DROP = {
    "postgresql": ("DROP FUNCTION obligation_is_kept() CASCADE",),
    "sqlite": (
        "DROP TRIGGER obligation_refuse_reopen",
        "DROP TRIGGER obligation_refuse_delete",
    ),
}
