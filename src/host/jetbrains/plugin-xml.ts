import { withoutComments, xmlText } from '../xml/elements.js';

/** What a plugin says of itself in META-INF/plugin.xml; null where it does not. */
export interface PluginDescription {
  readonly name: string | null;
  readonly version: string | null;
  readonly vendor: string | null;
}

/** The first element of each name that has a text. Comments are no elements. Pure. */
export function parsePluginXml(xml: string): PluginDescription {
  const text = withoutComments(xml);
  return { name: xmlText(text, 'name'), version: xmlText(text, 'version'), vendor: xmlText(text, 'vendor') };
}
