import pytest

from portal.guard.spreadsheets import safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1",
        "＠a",
        "－1",
        "\ufeff=1",
    ],
)
def test_formulas_become_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["公开", "1-2", "", None, -1, -1.5, True, "2026-01-01"])
def test_everything_else_stays(value):
    assert safe_cell(value) is value
