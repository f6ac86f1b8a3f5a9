from .ask import print_again, request_print, stop_printing
from .make import print_due

__all__ = ["print_again", "print_due", "request_print", "stop_printing"]
