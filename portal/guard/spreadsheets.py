"""Cells that a spreadsheet program must not take for formulas."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> object:
    """The value, or its text behind an apostrophe when a program would calculate it.

    >>> safe_cell("=1+1"), safe_cell(-5), safe_cell("公开")
    ("'=1+1", -5, '公开')
    """
    if isinstance(value, str) and value.lstrip(" \u3000\ufeff").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
