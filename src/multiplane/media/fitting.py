"""Placing a picture on a canvas (06-previews-playlists 3.3, fit rule)."""

from PIL import Image, ImageOps

Size = tuple[int, int]

TRANSPARENT = (0, 0, 0, 0)


def contained_size(size: Size, canvas: Size) -> Size:
    """The size at which a picture fits a canvas: whole, undistorted, enlarged when it is small."""
    (width, height), (canvas_width, canvas_height) = size, canvas
    if width < canvas_width and height < canvas_height:
        ratio = min(canvas_width / width, canvas_height / height)
        return max(1, int(width * ratio + 0.5)), max(1, int(height * ratio + 0.5))
    wide = -(-canvas_height * width // height)
    if wide <= canvas_width:
        return wide, canvas_height
    return canvas_width, -(-canvas_width * height // width)


def contain(picture: Image.Image, canvas: Size) -> Image.Image:
    """The picture centred on a transparent canvas of this size, RGBA."""
    size = contained_size(picture.size, canvas)
    resized = picture.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    if size == canvas:
        return resized
    result = Image.new("RGBA", canvas, TRANSPARENT)
    result.paste(resized, ((canvas[0] - size[0]) // 2, (canvas[1] - size[1]) // 2))
    return result


def cover(picture: Image.Image, canvas: Size) -> Image.Image:
    """The middle of the picture, filling the whole canvas, RGBA."""
    return ImageOps.fit(picture.convert("RGBA"), canvas, Image.Resampling.LANCZOS)
