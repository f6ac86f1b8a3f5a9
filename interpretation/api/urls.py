from rest_framework.routers import SimpleRouter

from .views import Comments, Consultations, Interpretations

router = SimpleRouter()
router.register("interpretations", Interpretations, basename="interpretation")
router.register("consultations", Consultations, basename="consultation")
router.register("comments", Comments, basename="comment")
urlpatterns = router.urls
