"""The page: a brief written question by question, its answer as it changes, and kept answers to read and pass on.

Everything works without a script; htmx only saves whole pages from being sent anew.
"""

from whichml_server.pages.views import PAGES, PageRoute, page_routes, unfound_page

__all__ = ["PAGES", "PageRoute", "page_routes", "unfound_page"]
