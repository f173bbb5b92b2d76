"""What is the same on every page is rendered once: names of files, words in a language, shapes."""

from typing import Any

from django import template
from django.template.loader_tags import BlockNode
from django.utils.translation import get_language

register = template.Library()


class OnceNode(template.Node):
    """Its content, rendered once for each language and kept with the template for the life of the process.

    Nothing in it may depend on the request, the person or the page; blocks are refused, since a page may fill them.
    """

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str | None, Any] = {}

    def render(self, context: template.Context) -> Any:
        language = get_language()
        if language not in self.kept:
            # Without the page's context, so that what must not depend on it cannot.
            page: Any = context.template
            alone = template.Context()
            with alone.render_context.push_state(page), alone.bind_template(page):
                self.kept[language] = self.nodelist.render(alone)
        return self.kept[language]


@register.tag
def once(parser: Any, token: Any) -> OnceNode:
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("A block inside {% once %} would be filled by the first page for all.")
    return OnceNode(nodelist)
