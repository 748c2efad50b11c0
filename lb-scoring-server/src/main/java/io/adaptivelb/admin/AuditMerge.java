package io.adaptivelb.admin;

import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.api.ModelChange;
import io.adaptivelb.api.ModelHistory;
import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.models.ModelQuery;
import io.adaptivelb.registry.RegistryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of two logs, by time; each log keeps its own order. */
final class AuditMerge {
  private AuditMerge() {}

  /** The page; what cannot be read of the models is told in it, so that the overrides can be read all the same. */
  static AuditPage page(int limit, AuditPage overrides, ModelDesk desk, ModelQuery query) {
    try {
      return page(limit, overrides, desk.history(query));
    } catch (RegistryException e) {
      return new AuditPage(
          overrides.records(), List.of(), overrides.next(), null, String.valueOf(e.getMessage()));
    }
  }

  private static AuditPage page(int limit, AuditPage overrides, ModelHistory models) {
    List<AuditRecord> records = overrides.records();
    List<ModelChange> changes = models.changes();
    int r = 0;
    int c = 0;
    while (r + c < limit && (r < records.size() || c < changes.size())) {
      if (c == changes.size()
          || (r < records.size()
              && !records.get(r).time().isBefore(changes.get(c).time()))) {
        r++;
      } else {
        c++;
      }
    }
    // What follows begins with the first that is left over.
    @Nullable
    Long next = r < records.size() ? Long.valueOf(records.get(r).sequence() + 1) : overrides.next();
    @Nullable
    Long nextModel =
        c < changes.size() ? Long.valueOf(changes.get(c).sequence() + 1) : models.next();
    return new AuditPage(records.subList(0, r), changes.subList(0, c), next, nextModel, null);
  }
}
