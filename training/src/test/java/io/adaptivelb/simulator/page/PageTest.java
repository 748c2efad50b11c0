package io.adaptivelb.simulator.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class PageTest {
  private static final String EVIL = "<script>alert('x')</script>&\"|`";
  private static final Pattern SCRIPT =
      Pattern.compile("(<script[^>]*>)(.*?)(</script>)", Pattern.DOTALL);

  private static final Document DOCUMENT = new Document(List.of(
      Section.of(1, EVIL, Table.plain(EVIL) + "\n\n" + EVIL),
      new Section(
          2,
          "Plots",
          "",
          List.of(new Chart(EVIL, EVIL, true, 300, 400, Map.of("title", EVIL))),
          new Table(1, List.of("name", "value")).row(List.of(EVIL, "1")).toString())));

  private static final String PAGE = Page.of(DOCUMENT);

  private static String withoutScripts() {
    return SCRIPT.matcher(PAGE).replaceAll("$1$3");
  }

  private static org.w3c.dom.Document parsed() throws Exception {
    String withoutScripts = withoutScripts().replace("<!DOCTYPE html>", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(withoutScripts.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void page_isWellFormedAndItsIdsAreUnique() throws Exception {
    org.w3c.dom.Document page = parsed();

    assertThat(page.getDocumentElement().getTagName()).isEqualTo("html");
    assertThat(page.getElementsByTagName("figure").getLength()).isEqualTo(1);
    assertThat(page.getElementsByTagName("td").getLength()).isEqualTo(2);
    assertThat(((Element) page.getElementsByTagName("section").item(1)).getAttribute("id"))
        .isEqualTo("plots");
  }

  @Test
  void names_neverBecomeMarkup() throws Exception {
    assertThat(PAGE).doesNotContain("<script>alert");
    assertThat(parsed().getElementsByTagName("h1").item(0).getTextContent()).isEqualTo(EVIL);
    assertThat(parsed().getElementsByTagName("td").item(0).getTextContent()).contains("alert");
  }

  @Test
  void options_areReadBackAsTheyWere() throws Exception {
    Matcher options = Pattern.compile(
            "<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL)
        .matcher(PAGE);

    assertThat(options.find()).isTrue();
    JsonNode read = new ObjectMapper().readTree(options.group(1));
    assertThat(read.get("title").asText()).isEqualTo(EVIL);
  }

  @Test
  void page_needsNoNetwork() throws Exception {
    org.w3c.dom.Document page = parsed();

    assertThat(page.getElementsByTagName("link").getLength()).isZero();
    assertThat(page.getElementsByTagName("img").getLength()).isZero();
    assertThat(withoutScripts())
        .doesNotContain("src=")
        .doesNotContain("@import")
        .doesNotContain("url(");
  }

  /** The library, as it was published: nothing in it ends its script element before its time. */
  @Test
  void library_isInsideAsAWhole() {
    Matcher scripts = SCRIPT.matcher(PAGE);
    String longest = "";
    int count = 0;
    while (scripts.find()) {
      count++;
      longest = scripts.group(2).length() > longest.length() ? scripts.group(2) : longest;
    }

    assertThat(count).isEqualTo(4);
    assertThat(longest).hasSizeGreaterThan(500_000).contains("Apache Software Foundation");
  }

  @Test
  void markdown_hasTheSameText() {
    assertThat(DOCUMENT.markdown()).contains("## Plots\n\n| name | value |\n|---|--:|\n");
  }
}
