from .closing import explain_delay, meet_obligation, void_obligation
from .dates import assign_obligation, move_obligation, open_obligation
from .recount import Shift, preview_recount, recount_open
from .recount_run import begin_recount, carry_recount, recount_in_sets
from .rows import LedgerError
from .sweeps import sweep

__all__ = [
    "LedgerError",
    "Shift",
    "assign_obligation",
    "begin_recount",
    "carry_recount",
    "explain_delay",
    "meet_obligation",
    "move_obligation",
    "open_obligation",
    "preview_recount",
    "recount_in_sets",
    "recount_open",
    "sweep",
    "void_obligation",
]
