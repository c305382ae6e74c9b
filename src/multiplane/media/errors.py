"""What can go wrong with an uploaded picture or movie. Messages carry no path of the server."""


class MediaError(Exception):
    """Base of the family."""


class UnreadableMedia(MediaError):
    """The file is not what it should be, is damaged, or is empty."""


class PictureTooLarge(UnreadableMedia):
    """More pixels than the server is willing to decode; refused before decoding."""


class FrameNotFound(MediaError):
    """The movie has no such frame."""


class EncoderFailed(MediaError):
    """ffmpeg refused the file, failed or ran out of time; the message is its last word, shortened."""


class EncoderStopped(Exception):
    """The process ends and took the encoder with it: nothing is known about the file."""


class EncoderMissing(MediaError):
    """There is no ffmpeg on this host."""
