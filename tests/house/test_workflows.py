"""The drawn workflows are those of the tables."""

from django.core.management import call_command

from portal.pages.management.commands.write_workflows import document


def test_the_page_is_up_to_date() -> None:
    call_command("write_workflows", "--check")


def test_it_draws_the_steps_of_an_application() -> None:
    text = document()
    assert "approved --> replied: issue" in text
    assert "| approve | deputy_leader | approver_did_not_draft, checks_are_done" in text
