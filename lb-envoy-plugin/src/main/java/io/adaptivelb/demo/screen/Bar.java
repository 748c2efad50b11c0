package io.adaptivelb.demo.screen;

/** Horizontal bars of a fixed width, in eighths of a character. */
final class Bar {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

  private Bar() {}

  /** A bar filled to {@code ratio} (clamped to 0…1) of {@code width} characters. */
  static String of(double ratio, int width) {
    double clamped = Double.isNaN(ratio) ? 0 : Math.clamp(ratio, 0, 1);
    int eighths = (int) Math.round(clamped * width * 8);
    StringBuilder bar = new StringBuilder(width);
    for (int i = 0; i < width; i++) {
      bar.append(EIGHTHS.charAt(Math.clamp(eighths - i * 8L, 0, 8)));
    }
    return bar.toString();
  }
}
