from django.urls import path
from django.views.decorators.http import require_safe

from .views.consultations import consultation_detail, consultation_list
from .views.feeds import ConsultationFeed

app_name = "consultations"
urlpatterns = [
    path("", consultation_list, name="list"),
    path("feed/", require_safe(ConsultationFeed()), name="feed"),
    path("<int:pk>/", consultation_detail, name="detail"),
]
