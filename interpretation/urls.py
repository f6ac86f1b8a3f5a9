from django.urls import path
from django.views.decorators.http import require_safe

from .views.comments import comment, track
from .views.feeds import InterpretationFeed
from .views.interpretations import interpretation_detail, interpretation_list

app_name = "interpretation"
urlpatterns = [
    path("", interpretation_list, name="list"),
    path("feed/", require_safe(InterpretationFeed()), name="feed"),
    path("<int:pk>/", interpretation_detail, name="detail"),
    path("comments/track/", track, name="track"),
    path("comments/<slug:kind>/<int:pk>/", comment, name="comment"),
]
