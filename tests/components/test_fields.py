"""Every widget gets a label, its hint and error tied to it, and a target for the summary."""

from bs4 import BeautifulSoup
from django import forms

from portal.components.forms import DayInput, HintedRadioSelect
from tests.components.drawing import draw, text


class Application(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(
        label="申请人类型",
        help_text="选一种",
        choices=[("a", "公民"), ("b", "法人或其他组织")],
        widget=HintedRadioSelect(hints={"a": "用您本人的名义"}),
    )
    ways = forms.MultipleChoiceField(
        label="获取方式",
        required=False,
        choices=[("mail", "邮寄"), ("self", "自取")],
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(label="姓名", help_text="和证件一致")
    wanted = forms.CharField(label="所需信息", widget=forms.Textarea, max_length=1000)
    formed_on = forms.DateField(label="日期", required=False, widget=DayInput)
    body = forms.ChoiceField(label="机关", choices=[("1", "区政府")])
    file = forms.FileField(label="材料", required=False)
    agree = forms.BooleanField(label="属实")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def _required() -> str:
    return str(forms.Field.default_error_messages["required"])


def _drawn(form: forms.Form) -> BeautifulSoup:
    return draw("{{ form }}", form=form)


def test_every_control_has_a_label() -> None:
    soup = _drawn(Application())
    for control in soup.select("input:not([type=hidden]), select, textarea"):
        assert soup.select(f'label[for="{control["id"]}"]'), control


def test_groups_are_fieldsets_with_a_legend() -> None:
    groups = _drawn(Application()).select("fieldset")
    assert [text(group.legend) for group in groups] == ["申请人类型", "获取方式 （选填）"]


def test_hints_and_errors_are_described() -> None:
    soup = _drawn(Application({"kind": "", "name": ""}))
    name = soup.find(id="id_name")
    described = name["aria-describedby"].split()
    assert [text(soup.find(id=part)) for part in described] == [
        "和证件一致",
        f"错误： {_required()}",
    ]
    assert name["aria-invalid"] == "true"
    group = soup.find("fieldset")
    for part in group["aria-describedby"].split():
        assert soup.find(id=part)


def test_a_choice_carries_its_own_hint() -> None:
    first = _drawn(Application()).find("input", value="a")
    assert first["aria-describedby"] == "id_kind_0_hint"


def test_heading_makes_the_question_the_h1() -> None:
    form = Application()
    assert text(draw("{% field form.kind heading=True %}", form=form).select_one("legend h1"))
    heading = draw("{% field form.name heading=True %}", form=form).select_one("h1 label")
    assert text(heading) == "姓名"


def test_the_summary_links_each_error_to_a_control() -> None:
    form = Application({"name": ""})
    soup = draw("{% error_summary form %}{{ form }}", form=form)
    links = soup.select(".error-summary a")
    assert len(links) == 5  # kind, name, wanted, body, agree
    for link in links:
        target = soup.find(id=link["href"].removeprefix("#"))
        assert target.name in {"input", "select", "textarea"}


def test_the_summary_names_the_field_once() -> None:
    form = Application({})
    form.errors["name"] = form.error_class(["请填写姓名"])
    summary = text(draw("{% error_summary form %}", form=form))
    assert f"申请人类型：{_required()}" in summary
    assert "姓名：请填写姓名" not in summary
    assert "请填写姓名" in summary


def test_the_summary_does_not_repeat_a_question() -> None:
    class Question(forms.Form):
        body = forms.CharField(
            label="您要向哪个机关申请？", error_messages={"required": "请选择。"}
        )

    assert "？：" not in text(draw("{% error_summary form %}", form=Question({})))


def test_what_one_answer_calls_for_is_not_marked_optional() -> None:
    class Delivery(forms.Form):
        conditional = frozenset({"fax"})
        fax = forms.CharField(label="传真号码", required=False)
        note = forms.CharField(label="备注", required=False)

    labels = [label.get_text(" ", strip=True) for label in _drawn(Delivery()).find_all("label")]
    assert labels == ["传真号码", "备注 （选填）"]


def test_no_summary_without_errors() -> None:
    assert text(draw("{% error_summary form %}", form=Application())) == ""


def test_dates_travel_in_one_form() -> None:
    form = Application(initial={"formed_on": "2026-12-18"})
    control = _drawn(form).find(id="id_formed_on")
    assert (control["type"], control["value"]) == ("date", "2026-12-18")


def test_optional_marks_can_be_dropped() -> None:
    class Filter(Application):
        hide_optional = True

    assert "选填" not in text(_drawn(Filter()))
