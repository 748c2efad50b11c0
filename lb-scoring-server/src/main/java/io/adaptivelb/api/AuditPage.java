package io.adaptivelb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit log, the newest first: the changes of the overrides and those of the models, each with numbers of their
 * own. Together they have at most as many entries as were asked for, and nothing newer than the last of them is left out.
 *
 * @param records of the overrides; copied
 * @param models of the models; copied
 * @param next what to pass as {@code before} for the page that follows; absent when no older record is left
 * @param nextModel what to pass as {@code beforeModel} beside it; absent when no older change of the models is left
 * @param problem why the changes of the models cannot be read; absent when they can
 */
public record AuditPage(
    List<AuditRecord> records,
    List<ModelChange> models,
    @Nullable Long next,
    @Nullable Long nextModel,
    @Nullable String problem) {
  /** Copies the lists. */
  public AuditPage {
    records = List.copyOf(records);
    models = List.copyOf(models);
  }

  /** A page of the overrides' changes alone. */
  public AuditPage(List<AuditRecord> records, @Nullable Long next) {
    this(records, List.of(), next, null, null);
  }
}
