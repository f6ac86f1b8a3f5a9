from django.urls import path

from .views import reports

app_name = "reports"

urlpatterns = [
    path("", reports.report_list, name="list"),
    path("<int:year>/<slug:code>/", reports.report, name="report"),
    path("<int:year>/<slug:code>/report.docx", reports.word_file_page, name="docx"),
    path("<int:year>/<slug:code>/data.json", reports.data_file, name="data"),
    path("<int:year>/<slug:code>/tables.csv", reports.tables_file, name="csv"),
]
