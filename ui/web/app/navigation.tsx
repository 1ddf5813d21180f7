// The tree at the left: the three parts of the pages, and within them what belongs together.

import type { JSX } from 'preact';
import { diagnosticsPages, type PageEntry, statusPages, toolPages } from './pages.ts';
import { configurationMenus, managementMenus, otherPage } from './parameters/page-tree.ts';
import { t } from './text/words.ts';

interface Leaf {
  readonly href: string;
  readonly title: string;
}

interface Branch {
  readonly title: string;
  readonly leaves: readonly Leaf[];
}

interface Part {
  readonly title: string;
  readonly branches: readonly Branch[];
}

function leaf({ id, title }: { readonly id: string; readonly title: string }): Leaf {
  return { href: `#/${id}`, title: t(title) };
}

/** `isAdmin`: a person who is not sees only where there is something for him. */
function parts(isAdmin: boolean, has: (pageId: string) => boolean): readonly Part[] {
  const branches = (menus: typeof configurationMenus): readonly Branch[] =>
    menus
      .map(({ title, pages }) => ({
        title: t(title),
        leaves: pages.filter(({ id }) => has(id)).map(({ id, title: name }) => leaf({ id: `parameters/${id}`, title: name })),
      }))
      .filter(({ leaves }) => leaves.length > 0);
  const changes: Branch = {
    title: t('Changes'),
    leaves: [
      { href: '#/modified', title: t('What was modified') },
      ...(isAdmin ? [{ href: '#/history', title: t('History') }] : []),
      ...(has(otherPage.id) ? [leaf({ id: `parameters/${otherPage.id}`, title: otherPage.title })] : []),
    ],
  };
  const visible = (pages: readonly PageEntry[]): readonly Leaf[] => pages.filter((each) => isAdmin || !each.adminOnly).map(leaf);
  return [
    { title: t('Configuration'), branches: [...branches(configurationMenus), changes] },
    { title: t('Management'), branches: [...branches(managementMenus), { title: t('This phone'), leaves: visible(toolPages) }] },
    {
      title: t('Status & Diagnostics'),
      branches: [
        { title: t('Status'), leaves: visible(statusPages) },
        { title: t('Diagnostics'), leaves: visible(diagnosticsPages) },
      ],
    },
  ];
}

export function Navigation(props: {
  readonly here: string;
  readonly isAdmin: boolean;
  readonly has: (pageId: string) => boolean;
}): JSX.Element {
  const { here, isAdmin, has } = props;
  const current = (href: string): 'page' | undefined => (href === here ? 'page' : undefined);
  return (
    <nav id="tree" aria-label={t('Pages')}>
      <a class="leaf" href="#/" aria-current={current('#/')}>
        {t('Home')}
      </a>
      {parts(isAdmin, has).map(({ title, branches }) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          {branches
            .filter(({ leaves }) => leaves.length > 0)
            .map((branch) => (
              <details key={branch.title} open={branch.leaves.some(({ href }) => href === here)}>
                <summary>{branch.title}</summary>
                <ul>
                  {branch.leaves.map(({ href, title: name }) => (
                    <li key={href}>
                      <a class="leaf" href={href} aria-current={current(href)}>
                        {name}
                      </a>
                    </li>
                  ))}
                </ul>
              </details>
            ))}
        </section>
      ))}
    </nav>
  );
}
