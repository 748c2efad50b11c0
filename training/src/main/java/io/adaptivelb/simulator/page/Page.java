package io.adaptivelb.simulator.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/**
 * A document as one HTML file that works without a network: styles, the chart library and the charts' options are inside. It
 * follows the reader's choice of light or dark.
 */
public final class Page {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
  private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
      .extensions(TABLES)
      .escapeHtml(true)
      .sanitizeUrls(true)
      .build();
  private static final JsonMapper OPTIONS = JsonMapper.builder()
      .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
      .build();

  static {
    OPTIONS.getFactory().setCharacterEscapes(new ScriptEscapes());
  }

  /** Nothing in a string may end the script element that it stands in. */
  private static final class ScriptEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      for (char special : new char[] {'<', '>', '&'}) {
        codes[special] = CharacterEscapes.ESCAPE_STANDARD;
      }
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }

  /** What the template shows. */
  private record Model(
      String title,
      List<Block> links,
      List<Block> blocks,
      String style,
      String themes,
      String library,
      String draw) {}

  private record Block(
      int level,
      String id,
      String title,
      String text,
      boolean plotted,
      List<Plot> charts,
      String details) {}

  private record Plot(
      String title, String note, boolean wide, int height, int width, String options) {}

  private Page() {}

  /** The file's text. */
  public static String of(Document document) {
    Template template = Mustache.compiler().compile(resource("page.mustache"));
    List<Block> blocks = document.sections().stream().map(Page::block).toList();
    return template.execute(new Model(
        document.title(),
        blocks.stream().filter(block -> block.level() == 2).toList(),
        blocks,
        resource("page.css"),
        resource("themes.json"),
        resource("echarts.min.js"),
        resource("draw.js")));
  }

  private static Block block(Section section) {
    List<Plot> plots = section.charts().stream()
        .map(chart -> new Plot(
            chart.title(), chart.note(), chart.wide(), chart.height(), chart.width(), json(chart)))
        .toList();
    return new Block(
        section.level(),
        section.id(),
        section.title(),
        html(section.text()),
        !plots.isEmpty(),
        plots,
        html(section.details()));
  }

  private static String html(String markdown) {
    return RENDERER.render(PARSER.parse(markdown));
  }

  private static String json(Chart chart) {
    try {
      return OPTIONS.writeValueAsString(chart.options());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("options of chart " + chart.title(), e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path; build with Maven");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
