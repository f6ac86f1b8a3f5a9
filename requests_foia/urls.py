"""The citizens' pages. No address carries a name, a number or a code."""

from django.urls import path
from django.views.decorators.http import require_safe

from . import views

app_name = "requests"

urlpatterns = [
    path("", views.index, name="index"),
    path("answered/", views.answered_list, name="answered"),
    path("answered/feed/", require_safe(views.AnsweredFeed()), name="answered_feed"),
    path("answered/<slug:number>/", views.answered_entry, name="answered_entry"),
    path("form/", views.blank_form, name="form"),
    path("new/", views.new, name="new"),
    path("new/check/", views.check, name="check"),
    path("new/filed/", views.filed, name="filed"),
    path("new/filed/receipt/", views.receipt, name="receipt"),
    path("new/discard/", views.discard, name="discard"),
    path("new/nearest/", views.nearest, name="nearest"),
    path("new/instead/", views.instead, name="instead"),
    path("new/<slug:slug>/", views.StepView.as_view(), name="step"),
    path("opinion/", views.opinion, name="opinion"),
    path("opinion/done/", views.opinion_done, name="opinion_done"),
    path("opinion/<uuid:opinion_id>/", views.opinion_answer, name="opinion_answer"),
    path("track/", views.track, name="track"),
    path("track/leave/", views.leave, name="leave"),
    path("track/<uuid:case_id>/", views.tracked, name="tracked"),
    path("track/<uuid:case_id>/correct/", views.correct, name="correct"),
    path("track/<uuid:case_id>/reasons/", views.reasons, name="reasons"),
    path("track/<uuid:case_id>/linked/<uuid:other_id>/", views.linked, name="linked"),
    path("track/<uuid:case_id>/withdraw/", views.withdraw, name="withdraw"),
    path("track/<uuid:case_id>/wishes/", views.wishes, name="wishes"),
    path("track/<uuid:case_id>/letters/<uuid:letter_id>/", views.letter, name="letter"),
    path("track/<uuid:case_id>/letters/<uuid:letter_id>/pdf/", views.letter_pdf, name="letter_pdf"),
]
