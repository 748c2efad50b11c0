package io.adaptivelb.discovery;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import java.util.Optional;

/** An SRV record (RFC 2782): priority, weight, port, target. */
record ServiceRecord(int priority, int port, String host) {
  /** Empty for a record of another type, or one whose target "." says that there is no such service. */
  static Optional<ServiceRecord> parse(DnsRecord record) {
    if (!record.type().equals(DnsRecordType.SRV) || !(record instanceof DnsRawRecord raw)) {
      return Optional.empty();
    }
    ByteBuf content = raw.content().duplicate();
    int priority = content.readUnsignedShort();
    content.skipBytes(Short.BYTES);
    int port = content.readUnsignedShort();
    String host = DefaultDnsRecordDecoder.decodeName(content);
    return host.equals(".") || port == 0
        ? Optional.empty()
        : Optional.of(new ServiceRecord(priority, port, host));
  }
}
