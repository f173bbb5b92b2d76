"""What goes wrong on the way: old tabs, double clicks, ended sessions, lost connections, odd names, long texts."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from progress.models import Event
from tests.browser.ways import row
from tests.progress.lives import state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_old_tab_gets_the_sentence_and_sees_the_truth(signed_in, ada, first):
    one = signed_in(ada)
    one.goto(f"/units/{first.slug}/")
    other = one.context.new_page()
    other.goto("/roadmap/")
    one.locator(f"#start-{first.slug}").click()
    expect(one.locator("#standing .state")).to_have_text("Learning")
    other.locator(f"#start-{first.slug}").click()
    expect(other.locator(f"#stop-{first.slug} .error")).to_have_text("You have started this already.")
    expect(row(other, first)).to_have_attribute("data-state", "learning")
    assert Event.objects.count() == 1


def test_a_double_click_is_one_event(signed_in, ada, first):
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    page.locator(f"#start-{first.slug}").dblclick()
    expect(page.locator("#standing .state")).to_have_text("Learning")
    page.wait_for_load_state("networkidle")
    assert [event.move for event in Event.objects.of(ada)] == ["start"]


def test_going_back_shows_what_is_true_now(signed_in, ada, first):
    page = signed_in(ada)
    page.goto("/roadmap/")
    row(page, first).get_by_role("link", name=re.compile(f"^{first.title}")).first.click()
    page.locator(f"#start-{first.slug}").click()
    expect(page.locator("#standing .state")).to_have_text("Learning")
    page.go_back()
    expect(row(page, first)).to_have_attribute("data-state", "learning")


def test_a_session_that_ended_leads_to_the_door_and_back(signed_in, ada, first):
    page = signed_in(ada)
    page.goto("/roadmap/")
    ada.sessions.all().delete()
    page.locator(f"#start-{first.slug}").click()
    expect(page).to_have_url(re.compile(r"/account/login/\?next=/roadmap/$"))
    assert not Event.objects.exists()


def test_without_script_a_session_that_ended_leads_to_the_door_and_back(signed_in, ada, first):
    page = signed_in(ada, java_script_enabled=False)
    page.goto(f"/units/{first.slug}/")
    ada.sessions.all().delete()
    page.locator(f"#start-{first.slug}").click()
    expect(page).to_have_url(re.compile(rf"/account/login/\?next=/units/{first.slug}/$"))


def test_a_page_from_before_signing_in_again_says_that_it_is_old(signed_in, ada, first):
    page = signed_in(ada)
    page.goto("/roadmap/")
    page.context.clear_cookies(name="csrftoken")
    page.locator(f"#start-{first.slug}").click()
    expect(page.locator(f"#stop-{first.slug} .error")).to_contain_text("This page is older than your sign-in.")
    assert not Event.objects.exists()


def test_without_a_connection_nothing_is_lost_and_a_sentence_says_so(context_of, signed_in, ada, first):
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.locator(f"#start-{first.slug}").click()
    expect(page.locator("#milestone .error")).to_contain_text("No connection")
    expect(page.locator("#live")).to_contain_text("No connection")
    page.context.set_offline(False)
    page.locator(f"#start-{first.slug}").click()
    expect(page.locator("#standing .state")).to_have_text("Learning")
    expect(page.locator("#milestone .error")).to_have_count(0)


def test_more_changes_than_a_person_makes_are_stopped_with_a_sentence(signed_in, ada, first, settings):
    settings.CHANGES_A_MINUTE = 1
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    page.locator(f"#start-{first.slug}").click()
    expect(page.locator("#standing .state")).to_have_text("Learning")
    page.locator(f"#put-back-{first.slug}").click()
    expect(page.locator("#milestone .error")).to_contain_text("That was a lot in a short time")
    assert state_of(ada, first) == "learning"


def test_ten_thousand_characters_are_refused_in_a_sentence_or_cut_by_the_field(context_of, signed_in, ada):
    text = "x" * 10_000
    visitor = context_of().new_page()
    for url in ("/account/signup/", "/account/login/", "/account/password/reset/"):
        visitor.goto(url)
        for each in visitor.get_by_role("textbox").all():
            each.fill(f"{text}@example.org" if each.get_attribute("type") == "email" else text)
        answer = submit(visitor)
        assert answer.status in (200, 302, 422)
    page = signed_in(ada)
    page.goto("/me/")
    page.get_by_role("textbox", name="Name").evaluate(
        "(field, text) => { field.removeAttribute('maxlength'); field.value = text }", text
    )
    assert submit(page, "Save").status == 422
    expect(page.locator("main")).to_contain_text("80")
    assert User.objects.get(pk=ada.pk).display_name == "Ada"


def submit(page, name=""):
    page.locator("main form").first.evaluate("form => { form.noValidate = true }")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.locator("main form").first.get_by_role("button", name=name).last.click()
    return answer.value
