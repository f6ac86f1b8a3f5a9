from .event import ObligationEvent, Sweep
from .obligation import Obligation, Urgency
from .recount import Recount

__all__ = ["Obligation", "ObligationEvent", "Recount", "Sweep", "Urgency"]
