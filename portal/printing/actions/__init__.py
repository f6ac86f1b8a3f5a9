from .ask import print_again, request_print
from .make import print_due

__all__ = ["print_again", "print_due", "request_print"]
