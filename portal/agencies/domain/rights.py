"""What each role may open in the desk: one list per role, nothing by default.

A name is ``app.codename`` as Django knows it. Having a right opens the door only; which
rows are behind it is decided by each app's ``queries.visible_to``, and what may be done
to a row by its workflow. ``create_roles`` refuses a name that no model has.
"""

from collections.abc import Iterable

from .roles import Role

# Everyone who works here: their own account's page and the queue.
_DESK = frozenset({"agencies.use_desk"})


def _may(app: str, verbs: str, *models: str) -> frozenset[str]:
    """Each of the blank-separated verbs on each of the models of ``app``."""
    return frozenset(f"{app}.{verb}_{model}" for verb in verbs.split() for model in models)


def _join(*groups: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*groups)


_CASES = _may("requests_foia", "view", "application")
_ANNUAL = _may(
    "requests_foia", "view", "casecount", "remedyrecord", "annualreport", "proactivecount"
)
_WORDING = _may("requests_foia", "view add change", "lettertemplate")
_WORDING_SEEN = _may("requests_foia", "view", "lettertemplate")
_DESTRUCTION = _may("requests_foia", "view", "destructionlist")
_DIRECTORY = _may("agencies", "view", "organisation", "leader", "contactpoint")

_PUBLICATIONS = _join(
    _may("disclosure", "view", "document", "category"),
    _may("interpretation", "view", "interpretation", "consultation"),
)
_AUTHORSHIP = _join(
    _PUBLICATIONS,
    _may("disclosure", "add change", "document"),
    _may("interpretation", "add change", "interpretation", "consultation"),
)
_MODERATION = _may("interpretation", "view change", "comment")
_COMMENTS = _may("interpretation", "view", "comment")
_CALENDAR = _may("calendar", "view", "calendaryear", "calendarday", "calendarchange")
# How far it reaches is asked of the body that is kept: see the desk's queries.
_EDIT_CALENDAR = _may("calendar", "change", "calendaryear", "calendarday")
_CLOCK = _join(
    _may("obligations", "view", "obligation"),
    _CALENDAR,
    # One's own subscriptions.
    _may("desk", "view add change", "calendarfeed"),
)
# Whoever answers for a limit says why it was missed.
_EXPLAIN = _may("obligations", "change", "obligation")
_OUTBOX = _may("outbox", "view", "outboxmessage")
_OWN_FIGURES = _may("calendar", "view", "ruleoverride")

RIGHTS: dict[Role, frozenset[str]] = {
    Role.LIAISON: _join(_DESK, _DIRECTORY, _CLOCK, _AUTHORSHIP, _MODERATION),
    Role.DRAFTER: _join(_DESK, _DIRECTORY, _CLOCK, _EXPLAIN, _AUTHORSHIP, _MODERATION, _CASES),
    Role.SECRECY_REVIEWER: _join(_DESK, _DIRECTORY, _CLOCK, _PUBLICATIONS, _CASES),
    Role.LEGAL_REVIEWER: _join(_DESK, _DIRECTORY, _CLOCK, _PUBLICATIONS, _CASES),
    Role.OPENNESS_OFFICE: _join(
        _DESK,
        _DIRECTORY,
        _CLOCK,
        _EXPLAIN,
        _OUTBOX,
        _OWN_FIGURES,
        _EDIT_CALENDAR,
        _may("calendar", "add change", "ruleoverride"),
        _AUTHORSHIP,
        _MODERATION,
        _may("agencies", "add change delete", "leader", "contactpoint"),
        _may("agencies", "change", "organisation"),
        _may("requests_foia", "view add change", "application"),
        _ANNUAL,
        _may("requests_foia", "add change", "remedyrecord", "annualreport", "proactivecount"),
        _may(
            "requests_foia",
            "view change",
            "askedalike",
            "answeredentry",
            "selfcheck",
            "selfcheckentry",
        ),
        _WORDING,
        _DESTRUCTION,
        _may("requests_foia", "add", "destructionlist"),
    ),
    Role.DEPUTY_LEADER: _join(
        _DESK,
        _DIRECTORY,
        _CLOCK,
        _PUBLICATIONS,
        _COMMENTS,
        _CASES,
        _ANNUAL,
        _WORDING_SEEN,
        _may("requests_foia", "view", "askedalike", "answeredentry", "selfcheck", "selfcheckentry"),
        _DESTRUCTION,
    ),
    Role.COLUMN_EDITOR: _join(_DESK, _DIRECTORY, _CLOCK, _PUBLICATIONS, _MODERATION),
    Role.SOCIAL_SUPERVISOR: _join(_DESK, _DIRECTORY),
    Role.AUDITOR: _join(
        _DESK,
        _WORDING_SEEN,
        _DIRECTORY,
        _CLOCK,
        _OWN_FIGURES,
        _may("audit", "view", "auditentry"),
        _PUBLICATIONS,
        _COMMENTS,
        _CASES,
        _ANNUAL,
        _DESTRUCTION,
        _may("agencies", "view", "user", "roleassignment"),
        _may("api", "view", "apikey"),
    ),
    Role.ADMINISTRATOR: _join(
        _DESK,
        _WORDING,
        _DIRECTORY,
        _may("agencies", "add change", "organisation", "user"),
        _may("agencies", "add change delete", "leader", "contactpoint"),
        _may("agencies", "view", "user", "roleassignment"),
        _may("agencies", "add change", "roleassignment"),
        _OWN_FIGURES,
        _may("calendar", "add change", "ruleoverride"),
        _CALENDAR,
        _EDIT_CALENDAR,
        _may("audit", "view", "auditentry"),
        _may("jobs", "view", "jobrun"),
        _may("api", "view add change", "apikey"),
        _may("desk", "view change", "calendarfeed"),
        _may("outbox", "view change", "outboxmessage"),
    ),
}


def rights_of(role: Role) -> frozenset[str]:
    """The names of the permissions that ``role`` carries."""
    return RIGHTS[role]
