"""Whatever a value holds, it is text: hostile, empty or ten lines long."""

import pytest
from django import forms
from django.core.paginator import Paginator

from tests.components.drawing import draw, text

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
LONG = "云溪区人民政府办公室关于印发老旧小区改造行动方案的通知" * 16


class _Form(forms.Form):
    name = forms.CharField(label=HOSTILE, help_text="", required=True, max_length=9)
    kind = forms.ChoiceField(label=HOSTILE, choices=[(HOSTILE, HOSTILE)], widget=forms.RadioSelect)


def _bound(value: str) -> _Form:
    form = _Form({"name": value, "kind": value})
    form.add_error(None, value or "x")
    return form


EVERY_COMPONENT = {
    "status": "{% status v %}",
    "button": '{% button v name="n" value=v %}',
    "link_button": "{% button v url=v %}",
    "notice": "{% notice title=v %}{{ v }}{% endnotice %}",
    "crumb": "{% crumb v v %}",
    "error_summary": "{% error_summary form %}",
    "field": "{% field form.name %}{% field form.kind heading=True %}",
    "summary_list": "{% summary_list rows %}",
    "confirmation": "{% confirmation title=v number=v %}{{ v }}{% endconfirmation %}",
    "secret": "{% secret v label=v hint=v %}",
    "metadata": "{% metadata rows %}",
    "record": "{% record v url=v number=v unit=v status=v summary=v kind=v %}",
    "filters": "{% filters action=v title=v %}{{ v }}{% endfilters %}",
    "chips": "{% chips items clear_url=v %}",
    "pagination": "{% pagination page %}",
    "older_newer": "{% older_newer older_url=v newer_url=v %}",
    "timeline": "{% timeline events %}",
    "attachments": "{% attachments files title=v %}",
    "empty_state": "{% empty_state v text=v url=v link=v %}",
    "data_table": "{% data_table v columns cells csv_url=v %}",
    "figures": "{% figures items title=v %}",
    "document_tools": "{% document_tools citation=v url=v %}",
    "page_meta": "{% page_meta column=v title=v source=v %}",
}

WITHOUT_WORDS = {EVERY_COMPONENT["pagination"], EVERY_COMPONENT["older_newer"]}


@pytest.mark.parametrize("source", EVERY_COMPONENT.values(), ids=EVERY_COMPONENT)
@pytest.mark.parametrize("value", [HOSTILE, "", LONG], ids=["hostile", "empty", "long"])
def test_values_are_text(source: str, value: str) -> None:
    soup = draw(
        source,
        path="/x/?" + "q=" + "%3Cscript%3E",
        v=value,
        form=_bound(value),
        rows=[{"label": value, "value": value, "url": value}],
        items=[{"label": value, "value": value, "url": value, "unit": value}],
        events=[{"title": value, "text": value, "url": value, "link": value}],
        files=[{"name": value, "url": value, "extension": value, "size": 1, "sha256": value}],
        columns=[value],
        cells=[[value], [{"text": value, "url": value}]],
        page=Paginator(range(100), 10).page(5),
    )
    assert not soup.find_all(["script", "img"])
    assert not [tag for tag in soup.find_all() if any(name.startswith("on") for name in tag.attrs)]
    if source not in WITHOUT_WORDS:
        attributes = [str(held) for tag in soup.find_all() for held in tag.attrs.values()]
        assert value.strip()[:20] in " ".join([soup.get_text(), *attributes])


def test_a_misspelt_tone_fails_at_once() -> None:
    with pytest.raises(ValueError, match="purple"):
        draw('{% status "x" tone="purple" %}')


def test_empty_metadata_rows_are_left_out() -> None:
    soup = draw("{% metadata rows %}", rows=[("文号", ""), ("主题", "住房"), ("日期", None)])
    assert text(soup) == "主题 住房"


def test_numbers_of_zero_are_answers() -> None:
    assert "未填写" not in text(draw("{% summary_list r %}", r=[{"label": "份数", "value": 0}]))
    assert "未填写" in text(draw("{% summary_list r %}", r=[{"label": "电话", "value": ""}]))
