from django.urls import path

from . import views

app_name = "supervision"

urlpatterns = [
    path("", views.FiguresPage.as_view(), name="figures"),
    path("figures.csv", views.FiguresTable.as_view(), name="figures-csv"),
]
