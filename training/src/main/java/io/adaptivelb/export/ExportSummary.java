package io.adaptivelb.export;

/**
 * What an export did.
 *
 * @param folder of the data set
 * @param source where the rows come from
 * @param schema the id of its schema
 * @param features how many there are
 * @param targets how many there are
 * @param rows in the data set
 * @param written of them, by this export
 * @param parts files
 * @param bytes of all files
 * @param first time of the first row; empty when there is none
 * @param last time of the last row; empty when there is none
 * @param seconds that the export took
 */
record ExportSummary(
    String folder,
    String source,
    String schema,
    int features,
    int targets,
    long rows,
    long written,
    int parts,
    long bytes,
    String first,
    String last,
    double seconds) {}
