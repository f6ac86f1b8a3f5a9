"""What the settings say of the targets is checked when the site starts."""

from django.core.checks import run_checks


def _faults() -> list[str]:
    return [fault.id or "" for fault in run_checks() if str(fault.id).startswith("calendar.")]


def test_an_unknown_target_is_named_at_the_start(settings) -> None:
    settings.PORTAL_TARGETS = ["source-002", "source-999"]
    assert _faults() == ["calendar.E001"]


def test_shipped_targets_all_or_none_are_accepted(settings) -> None:
    for chosen in (None, [], ["source-002"]):
        settings.PORTAL_TARGETS = chosen
        assert _faults() == []
