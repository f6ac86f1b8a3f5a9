"""``manage.py write_workflows [--check]``: ``docs/workflows.md`` from the transition tables."""

from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosure.domain.workflow import WORKFLOW as DOCUMENT
from interpretation.domain.workflow import COMMENT, CONSULTATION, INTERPRETATION
from portal.domain.workflow import Transition, Workflow
from requests_foia.domain.report import WORKFLOW as ANNUAL_REPORT
from requests_foia.domain.retention import WORKFLOW as DESTRUCTION_LIST
from requests_foia.domain.workflow import WORKFLOW as APPLICATION

WORKFLOWS = {
    "公开申请 Application": APPLICATION,
    "年度报告 Annual report": ANNUAL_REPORT,
    "个人信息销毁清单 Destruction list": DESTRUCTION_LIST,
    "公开文件 Document": DOCUMENT,
    "政策解读 Interpretation": INTERPRETATION,
    "意见征集 Consultation": CONSULTATION,
    "留言 Comment": COMMENT,
}
HEAD = """# 办理流程 Workflows

由 `manage.py write_workflows` 从各应用的流程表（`domain/workflow.py`）生成，请勿手改；
测试逐字比对。
方括号里是守卫条件，由各应用的 `permissions` 逐条判断，一次列出全部理由。

Generated from the transition tables; guards stand in brackets.
"""


class Command(BaseCommand):
    """Draw every workflow, or fail when the drawing has drifted."""

    help = "由流程表生成 docs/workflows.md；--check 只比对"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只比对，不写")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        path = settings.BASE_DIR / "docs" / "workflows.md"
        text = document()
        if not check:
            path.write_text(text, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != text:
            raise CommandError("docs/workflows.md 与流程表不符，请运行 manage.py write_workflows")


def document() -> str:
    """The whole page."""
    return HEAD + "".join(_section(title, flow) for title, flow in WORKFLOWS.items())


def _section(title: str, flow: Workflow) -> str:
    rows = "".join(_row(transition) for transition in flow.transitions)
    return (
        f"\n## {title}\n\n```mermaid\n{flow.mermaid()}```\n\n"
        f"| 环节 event | 角色 roles | 守卫 guards | 时限 clock |\n|---|---|---|---|\n{rows}"
    )


def _row(transition: Transition) -> str:
    return "| " + " | ".join(_cells(transition)) + " |\n"


def _cells(transition: Transition) -> Iterator[str]:
    yield transition.event
    yield ", ".join(transition.roles)
    yield ", ".join(transition.guards) or "—"
    yield transition.clock or "—"
