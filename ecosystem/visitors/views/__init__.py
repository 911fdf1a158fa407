"""Pages of visitors."""

from ecosystem.visitors.views import check_in

blueprints = (check_in.bp,)
