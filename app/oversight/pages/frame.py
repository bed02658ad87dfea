"""What the pages of oversight share: the blueprint."""

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("oversight", __name__)
Page = tuple[str, int] | Response
