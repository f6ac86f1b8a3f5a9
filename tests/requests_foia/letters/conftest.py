from tests.requests_foia.pages.conftest import clock

__all__ = ["clock"]
