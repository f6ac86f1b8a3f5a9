from rest_framework.routers import SimpleRouter

from .views import Categories, Documents

router = SimpleRouter()
router.register("documents", Documents, basename="document")
router.register("categories", Categories, basename="category")
urlpatterns = router.urls
