package io.adaptivelb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.api.ChangeResult;
import io.adaptivelb.api.ClusterDocument;
import io.adaptivelb.api.ClusterList;
import io.adaptivelb.api.Effect;
import io.adaptivelb.api.EndpointDocument;
import io.adaptivelb.api.EndpointList;
import io.adaptivelb.api.ExplanationDocument;
import io.adaptivelb.api.Json;
import io.adaptivelb.api.ModelAssignment;
import io.adaptivelb.api.ModelChange;
import io.adaptivelb.api.ModelChangeResult;
import io.adaptivelb.api.ModelDocument;
import io.adaptivelb.api.ModelHistory;
import io.adaptivelb.api.ModelList;
import io.adaptivelb.api.ModelManifest;
import io.adaptivelb.api.ModelRecord;
import io.adaptivelb.api.ModelStage;
import io.adaptivelb.api.ModelSummary;
import io.adaptivelb.api.ModelTrial;
import io.adaptivelb.api.OverrideDocument;
import io.adaptivelb.api.OverrideList;
import io.adaptivelb.api.Problem;
import io.adaptivelb.api.Scores;
import io.adaptivelb.api.StabilityDocument;
import io.adaptivelb.api.StatusDocument;
import io.adaptivelb.api.WeightChange;
import io.adaptivelb.explanation.Explanation;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The description against the code: it can neither promise what is not there nor hide what is. */
class OpenApiTest {
  private static final List<Class<?>> RESOURCES = List.of(
      ClusterResource.class,
      OverrideResource.class,
      ModelResource.class,
      ModelChangeResource.class,
      AuditResource.class,
      StatusResource.class,
      HealthResource.class,
      MetricsResource.class,
      OpenApiResource.class);

  private final JsonNode document = read();

  @Test
  void paths_areThoseOfTheResources() {
    Map<String, String> described = new TreeMap<>();
    document
        .get("paths")
        .properties()
        .forEach(path -> path.getValue().properties().forEach(operation -> {
          String key = operation.getKey() + " " + path.getKey();
          described.put(key, operation.getValue().get("operationId").asText());
        }));

    Map<String, String> real = new TreeMap<>();
    operations().forEach((key, method) -> real.put(key, method.getName()));
    assertThat(described).isEqualTo(real);
  }

  @Test
  void pathAndHeaderParameters_areThoseOfTheMethods() {
    operations().forEach((key, method) -> {
      Set<String> real = new TreeSet<>();
      Arrays.stream(method.getParameters()).forEach(parameter -> {
        Optional.ofNullable(parameter.getAnnotation(PathParam.class))
            .ifPresent(a -> real.add("path " + a.value()));
        Optional.ofNullable(parameter.getAnnotation(HeaderParam.class))
            .filter(a -> !a.value().equals("Accept"))
            .ifPresent(a -> real.add("header " + a.value()));
      });
      assertThat(parameters(key, "path", "header")).describedAs(key).isEqualTo(real);
    });
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        AuditPage.class,
        AuditRecord.class,
        ChangeResult.class,
        ClusterDocument.class,
        ClusterList.class,
        Effect.class,
        EndpointDocument.class,
        EndpointList.class,
        ExplanationDocument.class,
        Explanation.Contribution.class,
        Explanation.Counterfactual.class,
        Explanation.Foretold.class,
        ModelAssignment.class,
        ModelAssignment.Canary.class,
        ModelTrial.class,
        ModelRecord.class,
        ModelChange.class,
        ModelChange.Move.class,
        ModelChangeResult.class,
        ModelDocument.class,
        ModelHistory.class,
        ModelList.class,
        ModelManifest.class,
        ModelManifest.Provenance.class,
        ModelStage.class,
        ModelSummary.class,
        OverrideDocument.class,
        OverrideList.class,
        Problem.class,
        Problem.FieldError.class,
        Scores.class,
        StabilityDocument.class,
        StatusDocument.class,
        StatusDocument.Check.class,
        StatusDocument.Target.class,
        WeightChange.class
      })
  void schema_hasTheFieldsOfItsRecord(Class<?> record) {
    JsonNode schema = document.at("/components/schemas/" + record.getSimpleName());
    Set<String> fields = new TreeSet<>();
    Set<String> required = new TreeSet<>();
    for (RecordComponent component : record.getRecordComponents()) {
      fields.add(component.getName());
      if (Stream.of(component.getAnnotatedType().getAnnotations())
          .noneMatch(a -> a.annotationType().getSimpleName().equals("Nullable"))) {
        required.add(component.getName());
      }
    }
    assertThat(names(schema.get("properties"))).isEqualTo(fields);
    Set<String> described = new TreeSet<>();
    schema.get("required").forEach(name -> described.add(name.asText()));
    assertThat(described).isEqualTo(required);
  }

  @Test
  void references_allResolve() {
    List<String> references = document.findValuesAsText("$ref");
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(reference -> assertThat(document.at(reference.substring(1)).isMissingNode())
            .describedAs(reference)
            .isFalse());
  }

  /** The query parameters and body fields that the code knows: it names them when it refuses an unknown one. */
  @Test
  void queryParametersAndBodyFields_areThoseThatTheCodeKnows() throws Exception {
    try (Fixture fixture = new Fixture()) {
      Map<String, String> paths = Map.of(
          "get /api/v1/clusters", "/api/v1/clusters",
          "get /api/v1/clusters/{cluster}", "/api/v1/clusters/checkout",
          "get /api/v1/clusters/{cluster}/endpoints", "/api/v1/clusters/checkout/endpoints",
          "get /api/v1/overrides", "/api/v1/overrides",
          "get /api/v1/models", "/api/v1/models",
          "get /api/v1/models/history", "/api/v1/models/history",
          "get /api/v1/models/assignment", "/api/v1/models/assignment",
          "get /api/v1/models/{version}", "/api/v1/models/none",
          "get /api/v1/audit", "/api/v1/audit",
          "get /api/v1/status", "/api/v1/status");
      paths.forEach((key, path) -> assertThat(
              known(fixture.server.get(path + "?zzzzzzzz=1").body()))
          .describedAs(key)
          .isEqualTo(unprefixed(parameters(key, "query"))));
      assertThat(known(fixture.server.delete("/api/v1/overrides/o-1?zzzzzzzz=1").body()))
          .isEqualTo(unprefixed(parameters("delete /api/v1/overrides/{id}", "query")));
      assertThat(known(fixture.server.post("/api/v1/overrides?zzzzzzzz=1", "{}").body()))
          .isEqualTo(unprefixed(parameters("post /api/v1/overrides", "query")));
      assertThat(
              known(fixture.server.post("/api/v1/overrides", "{\"zzzzzzzz\":1}").body()))
          .isEqualTo(names(document.at("/components/schemas/OverrideRequest/properties")));
      Map.of("shadow", "Stage", "canary", "Canary", "blend", "Blend", "rollback", "Stage")
          .forEach((verb, kind) -> assertThat(known(fixture
                  .server
                  .post("/api/v1/models/none/" + verb, "{\"zzzzzzzz\":1}")
                  .body()))
              .describedAs(verb)
              .isEqualTo(
                  names(document.at("/components/schemas/Model" + kind + "Request/properties"))));
      assertThat(known(fixture.server.delete("/api/v1/models/none?zzzzzzzz=1").body()))
          .isEqualTo(unprefixed(parameters("delete /api/v1/models/{version}", "query")));
      assertThat(known(
              fixture.server.postZip("/api/v1/models?zzzzzzzz=1", new byte[0]).body()))
          .isEqualTo(unprefixed(parameters("post /api/v1/models", "query")));
    }
  }

  @Test
  void document_isServed() throws Exception {
    try (Fixture fixture = new Fixture()) {
      assertThat(Json.MAPPER.readTree(fixture.server.get("/openapi.json").body()))
          .isEqualTo(document);
    }
  }

  private static Set<String> known(String problem) {
    JsonNode errors;
    try {
      errors = Json.MAPPER.readTree(problem).get("errors");
    } catch (IOException e) {
      throw new IllegalArgumentException(problem, e);
    }
    for (JsonNode error : errors) {
      if (error.get("field").asText().equals("zzzzzzzz")) {
        String message = error.get("message").asText();
        String list = message.substring(message.indexOf("known: ") + 7, message.length() - 1);
        return list.isEmpty() ? Set.of() : new TreeSet<>(List.of(list.split(", ")));
      }
    }
    throw new AssertionError("the unknown name was not refused: " + problem);
  }

  private static Set<String> unprefixed(Set<String> names) {
    Set<String> all = new TreeSet<>();
    names.forEach(name -> all.add(name.substring(name.indexOf(' ') + 1)));
    return all;
  }

  private Set<String> parameters(String operation, String... places) {
    List<String> words = List.of(operation.split(" ", 2));
    Set<String> found = new TreeSet<>();
    JsonNode list = document.get("paths").get(words.get(1)).get(words.get(0)).path("parameters");
    for (JsonNode parameter : list) {
      JsonNode resolved = parameter.has("$ref")
          ? document.at(parameter.get("$ref").asText().substring(1))
          : parameter;
      if (List.of(places).contains(resolved.get("in").asText())) {
        found.add(resolved.get("in").asText() + " " + resolved.get("name").asText());
      }
    }
    return found;
  }

  private static Map<String, Method> operations() {
    Map<String, Method> operations = new TreeMap<>();
    for (Class<?> resource : RESOURCES) {
      String base = resource.getAnnotation(Path.class).value();
      for (Method method : resource.getDeclaredMethods()) {
        String verb = method.isAnnotationPresent(GET.class)
            ? "get"
            : method.isAnnotationPresent(POST.class)
                ? "post"
                : method.isAnnotationPresent(DELETE.class) ? "delete" : "";
        if (!verb.isEmpty()) {
          String sub = Optional.ofNullable(method.getAnnotation(Path.class))
              .map(Path::value)
              .orElse("");
          String path = (base + "/" + sub).replaceAll("/+", "/").replaceAll("(.)/$", "$1");
          operations.put(verb + " " + path.replaceAll("\\{(\\w+):[^}]*}", "{$1}"), method);
        }
      }
    }
    return operations;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode read() {
    try {
      return Json.MAPPER.readTree(new OpenApiResource().document());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
