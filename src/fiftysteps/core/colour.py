"""Contrast between two colours, by WCAG 2.2."""


def get_contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours written `#rrggbb`, from 1 (equal) to 21 (black on white).

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.
    """
    lighter, darker = sorted((_get_luminance(first), _get_luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _get_luminance(colour: str) -> float:
    red, green, blue = (_get_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _get_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
