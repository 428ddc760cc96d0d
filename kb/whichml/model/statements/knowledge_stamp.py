"""Which knowledge an answer stands on."""

from whichml.model.statements.answer_part import AnswerPart


class PackStamp(AnswerPart):
    """A rule pack behind the answer; `digest` is the SHA-256 of its file."""

    id: str
    version: str
    digest: str
    shipped: bool = True


class KnowledgeStamp(AnswerPart):
    """Which knowledge gave the answer: version, digest of its content, packs."""

    version: str
    digest: str
    packs: tuple[PackStamp, ...]
